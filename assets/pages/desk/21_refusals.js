/* What a refusal means and what to do about it, in a sentence a dispatcher reads. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t } = onescreen;

  const BY_CODE = {
    illegal_step: "这一步现在不能办：事件的状态已经变了。请看事件卡上的最新状态再操作",
    unit_busy: "该力量刚刚被派往别处。请换一个候选，或先将其撤回",
    unit_off_duty: "该力量不在岗。请换一个候选",
    outside_district: "地点在辖区以外太远。请改地点，或转相邻辖区",
    unknown_area: "没有这个网格编码。请查编码，或在地图上点选",
    not_found: "找不到这一项，可能刚被合并或结案。请刷新队列",
    busy: "服务器正忙，没有办成。请稍候重试",
    missing: "还有必填项没有填",
    unavailable: "数据库暂时没有应答，没有办成。请重试",
    too_large: "内容太大。请压缩后再传",
    conflict: "另一位调度员刚刚改过这一项。请看最新状态再操作",
    forbidden: "您的角色不能做这一步。请找值班长",
    unauthorized: "登录已失效。请重新登录后再操作",
  };
  const BY_STATUS = {
    401: BY_CODE.unauthorized,
    403: BY_CODE.forbidden,
    404: BY_CODE.not_found,
    409: BY_CODE.conflict,
    413: BY_CODE.too_large,
    415: "文件类型不在允许之列",
    422: "填写的内容不合要求",
    429: BY_CODE.busy,
    507: "磁盘已满，没有存下。请通知系统管理员",
  };

  const isChinese = (text) => /[\u4e00-\u9fff]/.test(text || "");

  /* The server's own words in the reader's language, else ours for its code. */
  function say(status, error) {
    const isSaid = isChinese(error.message) || onescreen.language.now() === "en";
    if (error.message && isSaid) return error.message;
    return t(BY_CODE[error.code] || BY_STATUS[status] || "服务器没有办成，已记录。请重试");
  }

  desk.refusals = { say };
})();
