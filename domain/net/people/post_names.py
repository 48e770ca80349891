"""What the posts of a grid are called, and other names rosters have for them."""

from collections.abc import Mapping

from domain.net.people.posts import Post

POST_NAMES: Mapping[Post, str] = {
    Post.LEAD: "网格长",
    Post.WORKER: "专职网格员",
    Post.DEPUTY: "两代表一委员",
    Post.PARTY_MEMBER: "党员",
    Post.GROUP_HEAD: "村民小组长",
    Post.FIVE_ELDERS: "五老",
    Post.VILLAGE_WORTHY: "乡贤",
    Post.PARTY_MEMBER_WITHOUT_DUTY: "无职党员",
    Post.RESIDENT: "居民",
    Post.VOLUNTEER: "志愿者",
    Post.DOUBLE_REGISTERED: "双报到党员",
    Post.BUILDING_HEAD: "楼栋长",
    Post.LINKED_HOUSEHOLD: "联系户",
    Post.HANDLER: "处置责任人",
}
OTHER_NAMES: Mapping[str, Post] = {
    "网格员": Post.WORKER,
    "专职": Post.WORKER,
    "小组长": Post.GROUP_HEAD,
    "双报到": Post.DOUBLE_REGISTERED,
    "楼长": Post.BUILDING_HEAD,
    "单元长": Post.BUILDING_HEAD,
    "党代表": Post.DEPUTY,
    "人大代表": Post.DEPUTY,
    "政协委员": Post.DEPUTY,
}
BY_NAME: Mapping[str, Post] = {name: post for post, name in POST_NAMES.items()} | dict(OTHER_NAMES)
