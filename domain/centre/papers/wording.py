"""Fixed words of the forms: rights and duties, remedies, where a case came from, what is sworn.

They are Chinese whatever language the screen speaks: a form is an official paper of the place.

Source: 人民调解法, articles 23 and 24; 信访工作条例; 民事诉讼法.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.centre.cases.case import Channel, ProcedureResult, Remedy
from domain.centre.cases.parties import PartyRole

RIGHTS = (
    "选择或者接受人民调解员",
    "接受调解、拒绝调解或者要求终止调解",
    "要求调解公开进行或者不公开进行",
    "自主表达意愿、自愿达成调解协议",
)
DUTIES = (
    "如实陈述纠纷事实",
    "遵守调解现场秩序，尊重人民调解员",
    "尊重对方当事人行使权利",
)
TOLD_BESIDE = (
    "人民调解委员会调解民间纠纷，不收取任何费用。",
    "不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。",
    "经调解达成的协议具有法律约束力，当事人应当按照约定履行；双方认为有必要的，可以自调解协议"
    "生效之日起三十日内共同向人民法院申请司法确认。",
)
SWORN = (
    "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为该协议内容而给"
    "他人造成损害的，愿意承担相应的民事责任和其他法律责任。"
)
UNDISPUTED_NOTE = (
    "本表只记载各方当事人无争议的事实，经各方签名确认后，在此后的诉讼或者仲裁程序中，除涉及国家"
    "利益、社会公共利益和他人合法权益的外，当事人无需就此举证。各方在调解中为达成协议所作的让步、"
    "提议和表态，不记入本表，不得在其后的程序中作为对其不利的证据。"
)
WITHHELD = "（依法保密，见卷内）"

REMEDY_TELLS: Mapping[Remedy, str] = MappingProxyType(
    {
        Remedy.COURT: "依法向有管辖权的人民法院提起诉讼",
        Remedy.JUDICIAL_CONFIRMATION: "自协议生效之日起三十日内共同向人民法院申请司法确认",
        Remedy.LABOUR_ARBITRATION: "向劳动人事争议仲裁委员会申请仲裁（自知道或者应当知道权利被侵害"
        "之日起一年内；拖欠劳动报酬的，自劳动关系终止之日起一年内）",
        Remedy.LAND_ARBITRATION: "向农村土地承包仲裁委员会申请仲裁",
        Remedy.RECONSIDERATION: "自知道该行政行为之日起六十日内申请行政复议，或者依法提起行政诉讼",
        Remedy.PAYMENT_ORDER: "向有管辖权的基层人民法院申请支付令",
        Remedy.ENFORCEMENT: "自履行期限届满之日起二年内向人民法院申请执行",
        Remedy.POLICE: "向公安机关报案、请求处理",
        Remedy.LEGAL_AID: "向法律援助机构申请法律援助",
        Remedy.PETITION_REVIEW: "自收到书面答复之日起三十日内请求上一级机关、单位复查",
        Remedy.RESPONSIBLE_BODY: "向有权处理的机关、单位提出",
    }
)
SOURCES: Mapping[Channel, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (Channel.VISIT, Channel.LETTER, Channel.CALL, Channel.ONLINE), "当事人申请"
        ),
        **dict.fromkeys((Channel.GRID, Channel.INCIDENT), "主动调解"),
        Channel.POLICE_110: "公安机关移送",
        Channel.HOTLINE_12345: "12345 热线转办",
        Channel.COURT: "人民法院委派、委托",
        Channel.LEADER: "领导交办",
        Channel.OTHER: "其他部门移送",
    }
)
PETITION_CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        **SOURCES,
        Channel.VISIT: "走访",
        Channel.LETTER: "书信",
        Channel.CALL: "电话",
        Channel.ONLINE: "信息网络",
    }
)
PROCEDURE_TELLS: Mapping[ProcedureResult, str] = MappingProxyType(
    {
        ProcedureResult.AGREED: "各方自愿达成协议",
        ProcedureResult.FAILED: "调解不成",
        ProcedureResult.TRANSFERRED: "移送其他程序",
        ProcedureResult.ANSWERED: "书面答复",
        ProcedureResult.WITHDRAWN: "申请人撤回",
        ProcedureResult.ENDED: "当事人死亡，程序终结",
    }
)
ROLE_TELLS: Mapping[PartyRole, str] = MappingProxyType(
    {
        PartyRole.APPLICANT: "申请人",
        PartyRole.REPRESENTATIVE: "申请人代表",
        PartyRole.RESPONDENT: "被申请人",
        PartyRole.PROXY: "委托代理人",
    }
)
