"""What brings reports and positions in, as people call it."""

from collections.abc import Mapping
from types import MappingProxyType

SOURCE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "simulator": "演示模拟器",
        "demo": "演示模拟器",
        "phone": "群众电话",
        "api": "接口上报",
        "osmand": "定位终端",
        "ws": "定位通道",
        "ingest": "外部接入",
        "sos": "一键求助",
        "net": "网格上报",
    }
)
