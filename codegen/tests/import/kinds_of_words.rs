//! Words that bind, end, bound or measure a value, one kind after the other: each leaves a key or a mark, and words that only sound so
//! leave none.

use crate::rows::{field_line, page, spec};

/// It holds in some cases, or with another field.
const CASES: &str =
    "海外订单才需要 ¦ 只在退货时用 ¦ kind=2 时别传 ¦ 退货单专用 ¦ 跨境单才填 ¦ 自提订单需要传 ¦ 如果是海外单则填写
取决于 kind ¦ 视 kind 而定 ¦ 由 kind 决定 ¦ 依赖 kind 字段 ¦ kind 为 2 才有意义 ¦ 只对海外订单有效
对自提订单无效 ¦ 适用于退货单 ¦ 国内订单无需填写 ¦ 国内订单不用传 ¦ 非海外订单不传 ¦ 海外订单用 ¦ 仅退货单
当且仅当退货时填写 ¦ 退货的时候才用 ¦ 根据 kind 传不同的值 ¦ kind 不为空时才读取 ¦ 在 kind=2 的情况下使用
如需发票,请填写 ¦ 需要发票时才传 ¦ 已付款订单方可传入 ¦ only used for returns ¦ needed when kind is 2
required if kind=2 ¦ only valid with kind ¦ do not send when kind=2 ¦ depends on kind
applies to returns only ¦ use together with tid ¦ unless kind is 2 ¦ only meaningful when kind=2
set this if kind is 2 ¦ 海外訂單才需要 ¦ 僅退貨單 ¦ 視 kind 而定 ¦ 依賴 kind 欄位 ¦ 退貨時才填 ¦ 前提是 kind=2
须先开通海外仓 ¦ 跟 kind 配套使用 ¦ 和 tid 配对 ¦ 与 tid 一一对应 ¦ 与 tid 顺序一致 ¦ 同 tid 成对出现";

/// It gives way to another field, or the other to it.
const YIELDS: &str =
    "ignored unless kind=2 ¦ tid 有值则忽略 ¦ 若传 tid 则本字段失效 ¦ 优先于 tid ¦ tid 优先 ¦ 优先级高于 tid
优先级低于 tid ¦ 以 tid 为准 ¦ 会覆盖 tid ¦ 被 tid 覆盖 ¦ 传了 tid 就不看这个字段 ¦ 此时不起作用
tid 存在时不生效 ¦ tid 非空时无效 ¦ 填了 tid 可不理会 ¦ 两者都传取 tid ¦ 都传时以本字段为准
tid 传入后自动忽略 ¦ takes precedence over tid ¦ overrides tid ¦ has no effect if tid is given
is ignored when tid is given ¦ tid wins ¦ not used if tid is set ¦ 優先於 tid ¦ 以此為準 ¦ 有 tid 時忽略
优先使用 tid ¦ 优先取 tid ¦ 若同时存在,取 tid ¦ 该值会替换 tid ¦ 与 tid 冲突时取 tid ¦ 将被忽略 ¦ 服务端会忽略
忽略此字段 ¦ tid 为主";

/// It is made into something before it is sent.
const MADE: &str =
    "需 MD5 加密 ¦ JSON 字符串 ¦ 需加密传输 ¦ AES 加密后传入 ¦ RSA 公钥加密 ¦ 先压缩再传 ¦ gzip 压缩 ¦ 需签名
转成 JSON 传入 ¦ 序列化后的字符串 ¦ json格式 ¦ JSON 数组 ¦ JSON array string ¦ url encoded ¦ hex 编码
十六进制字符串 ¦ 转大写 ¦ 转为小写 ¦ 去掉空格 ¦ 去除首尾空格 ¦ 需脱敏 ¦ 做 sha1 摘要 ¦ html 转义
encrypted with AES ¦ must be hashed ¦ XML 格式 ¦ 放在 CDATA 里 ¦ 拼接成一个字符串 ¦ 密文传输 ¦ 需要压缩
JSON格式的字符串 ¦ json string ¦ a JSON object as text ¦ serialized as JSON ¦ 加密后的字符串 ¦ 需要 RSA 签名
先 urlencode 再 base64 ¦ 编码后传 ¦ GBK 编码 ¦ 用 UTF-8 编码 ¦ 二次编码 ¦ 經 MD5 加密 ¦ 轉成 JSON ¦ hash 后传
取 md5 值 ¦ 转换为 unicode ¦ encoded in hex ¦ sign with RSA ¦ 加盐";

/// What it has to look like.
const SHAPES: &str =
    "以 LP 开头 ¦ 区分大小写 ¦ 以 .jpg 结尾 ¦ 前缀 LP ¦ 前缀为 LP ¦ 后缀为 .com ¦ LP 打头 ¦ LP+数字 ¦ 定长 11
11 位定长 ¦ 固定 11 位 ¦ 长度固定为 11 ¦ 必须是 11 位 ¦ 纯数字 ¦ 全是数字 ¦ 全大写 ¦ 必须大写 ¦ 大小写敏感
首字母大写 ¦ 升序排列 ¦ 按时间倒序排 ¦ 从小到大排列 ¦ 去重 ¦ 不重复 ¦ 不含空格 ¦ 不带横线 ¦ 不带 http
带国家码 ¦ 需包含区号 ¦ 仅英文 ¦ 只填数字 ¦ 由字母和数字组成 ¦ 字母数字组合 ¦ 6 位以上 ¦ unique
case sensitive ¦ starts with LP ¦ ends with .jpg ¦ prefixed with LP ¦ uppercase ¦ in lower case
sorted ascending ¦ digits only ¦ alphanumeric ¦ no spaces ¦ fixed length 11 ¦ exactly 11 digits ¦ 11 digits
must match tid ¦ 与 tid 保持一致 ¦ 開頭為 LP ¦ 區分大小寫 ¦ 固定前綴 LP ¦ 字母开头 ¦ 数字结尾 ¦ 不得含特殊符号
不包含 emoji ¦ 无空格 ¦ 中间不要有空格 ¦ 不要带引号 ¦ 第一位为 1 ¦ 允许字母、数字、下划线 ¦ 纯英文字母 ¦ 半角
全角 ¦ lexically ordered ¦ must begin with a letter ¦ no duplicates ¦ distinct";

/// The signs between several.
const SIGNS: &str =
    "多个用；分隔 ¦ 逗号隔开 ¦ separated by commas ¦ 以逗号分割 ¦ 多个值之间用英文逗号分隔 ¦ comma separated
comma-separated list ¦ 用分号隔开 ¦ 用空格隔开 ¦ 以 / 分隔 ¦ 以竖线分割 ¦ 多个以、分隔 ¦ 每行一个 ¦ 一行一个
换行分隔 ¦ semicolon separated ¦ joined with ； ¦ split by comma ¦ 逗号间隔 ¦ 用,拼接 ¦ 多个逗号隔开
支持多个,逗号分开 ¦ 用下划线连接 ¦ 以冒号隔开 ¦ 用#号分隔 ¦ 逗號分隔 ¦ 以分號隔開 ¦ tab 分隔
separated with ； ¦ separated by a pipe ¦ 用 , 分隔 ¦ 以_分隔 ¦ 中间用-连接 ¦ 格式 id:num ¦ 格式为 key:value
形如 a:b ¦ 使用英文分号 ¦ 以空格作为分隔符 ¦ 分隔符:,";

/// It is there no longer.
const GONE: &str =
    "过时 ¦ 2.0 起移除 ¦ removed in v2 ¦ no longer used ¦ 历史字段 ¦ 兼容老版本 ¦ 本字段不维护 ¦ legacy ¦ 遗留字段
为兼容保留 ¦ 将删除 ¦ 将移除 ¦ 后续会去掉 ¦ 下个版本去除 ¦ 已无用 ¦ 无实际意义 ¦ 没有用 ¦ 无用字段 ¦ 不用了
已不用 ¦ 已淘汰 ¦ 旧版使用 ¦ 老接口用 ¦ 老版本使用 ¦ 请用 b ¦ 请使用 b ¦ 建议用 b ¦ 推荐使用 b ¦ 用 b 替换
replaced by b ¦ use b instead ¦ will be removed ¦ sunset in 2025 ¦ retired ¦ discontinued ¦ unused ¦ not used
do not use ¦ 已不建议 ¦ V2 后无此字段 ¦ 3.0 版本后不支持 ¦ not supported since 2.0 ¦ 廢棄 ¦ 過時 ¦ 歷史欄位
不再維護 ¦ 已經不用 ¦ 见 b(本字段不维护) ¦ 逐步下线 ¦ 计划下线 ¦ 准备下线 ¦ 不再更新 ¦ 不再推荐 ¦ 不再有值
恒为空 ¦ 固定返回空 ¦ 始终为空 ¦ always empty ¦ always null ¦ 不返回 ¦ 暂不返回 ¦ 目前无值 ¦ 目前不用 ¦ 暂不用
仅为兼容 ¦ 兼容字段 ¦ superseded by b ¦ in favour of b ¦ for backward compatibility ¦ kept for compatibility
old field ¦ 参数已作废 ¦ 作废字段 ¦ 停止更新 ¦ 淘汰字段 ¦ 取消该字段 ¦ 字段取消 ¦ 已取消使用 ¦ 已迁到 b
移到 b 里 ¦ 改名为 b ¦ 更名为 b ¦ renamed to b ¦ moved to b ¦ 此字段已去除 ¦ 即将取消";

/// Between what it lies.
const BOUNDS: &str =
    "1..100 ¦ 每页 100 条封顶 ¦ 100 封顶 ¦ 封顶 100 ¦ 1…100 ¦ 1 to 100 ¦ 从1到100 ¦ 1至100 ¦ 100以内 ¦ 不大于100
不得多于 100 ¦ 不可多于 100 ¦ 不多于 100 ¦ 不少于 1 ¦ 最少 1 ¦ 起码 1 ¦ 至少 1 ¦ 低于 100 ¦ 上限100
上限为100 ¦ 限 100 ¦ 限制 100 ¦ 100 为限 ¦ 100为上限 ¦ 最多一百 ¦ ≤100 ¦ max=100 ¦ max 100 ¦ 1-100之间
1~100 ¦ [1,100] ¦ 0<x<100 ¦ 0 < n <= 100 ¦ 0.01-0.99 ¦ 一次 20 个 ¦ 每次 20 条 ¦ 单次 20 ¦ 20 条/次 ¦ 每批 20
支持 20 个 ¦ 可传 20 个 ¦ 20 个以内 ¦ 最大支持 20 ¦ 批量 20 个 ¦ 30 天内 ¦ 跨度不超过 7 天 ¦ 90天以内
三天之内 ¦ 不能早于今天 ¦ up to 20 ¦ no more than 20 ¦ 20 or fewer ¦ limited to 20 ¦ cannot exceed 20
20 at most ¦ 必须为正 ¦ 不能为负 ¦ 大于零 ¦ 必须大于 start ¦ 不得超過 20 ¦ 上限為 20 ¦ 至多 20 ¦ 最多傳 20 個
tops out at 100 ¦ 1 through 100 ¦ from 1 to 100 ¦ not above 100 ¦ not below 1 ¦ positive ¦ non-negative
capped at 100 ¦ maximum of 100 ¦ minimum 1 ¦ min 1 ¦ 一百以内 ¦ 一百条封顶 ¦ 二十个字 ¦ 不长于 20 ¦ 不短于 6
不早于 start ¦ 晚于 start ¦ 小于 end ¦ 不超百条 ¦ 五条以内 ¦ 两个以上 ¦ 一万以下 ¦ start 到 end 不超过一周
间隔一天 ¦ 半年内 ¦ 近三个月 ¦ 最近 7 天 ¦ 最早 30 天前";

/// What holds where nothing is sent.
const ABSENT: &str =
    "if omitted, 20 is used ¦ 初始值 20 ¦ 初始为20 ¦ 初始 20 ¦ 缺省则20 ¦ 缺省为 20 ¦ 不填则 20 ¦ 不填 20
留空则 20 ¦ 为空时 20 ¦ 为空取 20 ¦ 空则 20 ¦ 空表示全部 ¦ 空代表全部 ¦ 不传表示全部 ¦ 不传则查询全部
不传查全部 ¦ 不填返回全部 ¦ 缺省全部 ¦ 如无则为 0 ¦ 没有则传0 ¦ 无则填 0 ¦ 没有填 0 ¦ 无填0 ¦ 若无传0
系统自动生成 ¦ 不传系统生成 ¦ 不传为当前时间 ¦ 不传取当前时间 ¦ 不填自动取当前时间 ¦ if absent, 20
if not set, 20 ¦ if empty, 20 ¦ when omitted 20 ¦ unless specified, 20 ¦ otherwise 20 ¦ falls back to 20
initially 20 ¦ assumed 20 ¦ 20 if not given ¦ 預設 20 ¦ 初始值為20 ¦ 不填則20 ¦ 預設值:20 ¦ 不传则按 20 条
未提供则 20 ¦ 没传则 20 ¦ 不设则 20 ¦ 省略则 20 ¦ 省略时为 20 ¦ 若缺则 20 ¦ 不提供时 20 ¦ 未设置时为 20
不选为全部 ¦ 空值表示全部 ¦ 0 表示不限 ¦ 为空不过滤 ¦ 不填不限制 ¦ 不传则不过滤 ¦ 传空查全部 ¦ 不带则全部
if not provided the shop is used ¦ if missing, today ¦ leave blank for all ¦ empty means all ¦ omit for all
20 unless set ¦ 预置 20 ¦ 一般传 20 ¦ 一般填 1 ¦ 没有就传 0 ¦ 标准值 20 ¦ 出厂值 20";

/// What it counts, and in what form.
const MEASURES: &str =
    "金额,保留两位小数 ¦ 万元 ¦ 百分比 ¦ 费率,千分之一 ¦ 形如 20260101 ¦ 年-月-日 ¦ 单位万 ¦ 以千克计 ¦ 按克
按分计 ¦ 按分传 ¦ 克 ¦ kg ¦ 毫米 ¦ cm ¦ 立方厘米 ¦ 立方米 ¦ m3 ¦ 平方米 ¦ 以分传 ¦ 精确到分 ¦ 精确到秒
精确到毫秒 ¦ 两位小数 ¦ 四位小数 ¦ 小数点后两位 ¦ 百分之几 ¦ 千分比 ¦ 万分之一 ¦ 8 折传 80 ¦ 100 表示 1 元
放大 100 倍 ¦ 乘以 100 ¦ 扩大 100 倍 ¦ 乘100 ¦ 除以 100 ¦ in yuan ¦ percentage ¦ percent ¦ per mille
basis points ¦ two decimals ¦ 2 decimal places ¦ grams ¦ kilograms ¦ 年月日 ¦ 时分秒 ¦ 年/月/日 ¦ 时:分
格林威治时间 ¦ 格式如 2026/1/1 ¦ dd/mm/yyyy ¦ 单位公斤 ¦ 單位:分 ¦ 單位:元 ¦ 萬元 ¦ 以秒计 ¦ 以天计 ¦ 按小时
以米为单位 ¦ 以百分比表示 ¦ 用百分数表示 ¦ 百分制 ¦ 千分制 ¦ 整数,已乘 100 ¦ 以分存储 ¦ 美元 ¦ 美金 ¦ 人民币分
in fen ¦ in RMB ¦ in hours ¦ in kilobytes ¦ 年月 ¦ 月日 ¦ 日期(年月日) ¦ YYYYMMDDHH ¦ mmddyyyy ¦ yyyyMM
yy-MM-dd ¦ HHmmss ¦ 如 20260101 ¦ 例:2026/01/01 ¦ 带时区 ¦ 零时区 ¦ 0时区 ¦ UTC ¦ 毫升 ¦ 升 ¦ 吨 ¦ 磅 ¦ 英寸
兆 ¦ MB ¦ 元/千克 ¦ 每百克";

/// What says no more than what it is called.
const PLAIN: &str =
    "订单编号 ¦ 商品名称 ¦ 商品标题 ¦ 卖家备注 ¦ 买家留言 ¦ 店铺名称 ¦ 店铺类型 ¦ 订单状态 ¦ 退款状态 ¦ 商品数量
商品价格 ¦ 创建时间 ¦ 修改时间 ¦ 付款时间 ¦ 发货时间 ¦ 物流公司编码 ¦ 物流公司名称 ¦ 快递单号 ¦ 运单号
仓库编码 ¦ 仓库名称 ¦ 商家编码 ¦ 商品编码 ¦ SKU 编码 ¦ 条形码 ¦ 颜色 ¦ 尺码 ¦ 省份 ¦ 城市 ¦ 区县 ¦ 邮政编码
发票抬头 ¦ 发票类型 ¦ 发票内容 ¦ 是否开票 ¦ 是否加密 ¦ 是否含税 ¦ 是否包邮 ¦ 是否预售 ¦ 不含税金额 ¦ 含税金额
优惠金额 ¦ 实付金额 ¦ 运费 ¦ 订单来源 ¦ 优先级 ¦ 排序字段 ¦ 排序方式 ¦ 页码 ¦ 每页条数 ¦ 总数 ¦ 错误码
错误信息 ¦ 请求编号 ¦ 版本号 ¦ 备用字段说明 ¦ 覆盖范围 ¦ 失效时间 ¦ 生效时间 ¦ 有效期 ¦ 历史订单列表
旧货类目 ¦ 取消原因 ¦ 删除标记 ¦ 已取消的订单数 ¦ 签名照片 ¦ 短信签名内容 ¦ 图片链接 ¦ 文件内容 ¦ 商品编码列表
前缀名称 ¦ 首单优惠 ¦ 单独购买价 ¦ 人才类型 ¦ 专用发票号码 ¦ 同时在线人数 ¦ 实时库存 ¦ 天数 ¦ 保质期天数
满意度百分位 ¦ 美元汇率表 ¦ 字段名称 ¦ 字段类型 ¦ 类目名称 ¦ 组成部分名称 ¦ 一般商品 ¦ 通常价格 ¦ 系统名称
自动发货开关 ¦ 初始密码类型 ¦ 全部商品 ¦ 正面照片 ¦ 负责人 ¦ 次数 ¦ 批次号 ¦ 跨度等级 ¦ 起止城市 ¦ 近义词
支持的功能 ¦ 单品名称 ¦ 单价 ¦ order number ¦ name of the shop ¦ the buyer's nickname ¦ list of items
payment time ¦ number of items in the order ¦ total amount ¦ status of the refund ¦ description of the product
address of the receiver ¦ the user that created the order ¦ date of birth ¦ file name ¦ comments
id of the item ¦ category of goods";

/// The texts of a list, parted by a sign that no page has.
fn texts(list: &str) -> Vec<&str> {
    list.split(['¦', '\n']).map(str::trim).filter(|text| !text.is_empty()).collect()
}

/// The line of a field for each text, which stands behind a name.
fn lines(ty: &str, texts: &[&str], named: bool) -> Vec<String> {
    let row = |(at, text): (usize, &&str)| {
        let name = if named { "名称," } else { "" };
        format!("k{at} | {ty} | 否 | | {name}{text} |\n")
    };
    let (spec, _) = spec(&page(&texts.iter().enumerate().map(row).collect::<String>(), "", ""));
    (0..texts.len()).map(|at| field_line(&spec, &format!("k{at}")).to_owned()).collect()
}

/// Whether a line says more than a name, a type and what it is called.
fn says_more(line: &str, ty: &str) -> bool {
    let kept = line.split(", en: ").next().unwrap_or_default();
    let plain = kept.split_once("type: ").is_some_and(|(_, rest)| rest == ty);
    !plain || line.contains("review: [")
}

#[test]
fn every_kind_of_words_leaves_a_key_or_a_mark() {
    let kinds = [
        ("String", "text", CASES),
        ("String", "text", YIELDS),
        ("String", "text", MADE),
        ("String", "text", SHAPES),
        ("String", "text", SIGNS),
        ("String", "text", GONE),
        ("int", "int", BOUNDS),
        ("int", "int", ABSENT),
        ("int", "int", MEASURES),
    ];
    let mut silent = Vec::new();
    for (declared, ty, list) in kinds {
        let texts = texts(list);
        assert!(texts.len() > 19);
        let lines = lines(declared, &texts, true);
        silent.extend(texts.iter().zip(lines).filter(|(_, line)| !says_more(line, ty)).map(|(text, _)| *text));
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn what_only_sounds_so_is_no_question() {
    let texts = texts(PLAIN);
    assert!(texts.len() > 60);
    let lines = lines("String", &texts, false);
    let asked: Vec<_> = texts.iter().zip(lines).filter(|(_, line)| says_more(line, "text")).collect();
    assert!(asked.is_empty(), "{asked:#?}");
}

/// What a line above a part of a table says holds for the rows below it, and not for the one above.
#[test]
fn a_line_above_a_part_of_a_table_is_said_of_the_rows_below() {
    let rows = |line: &str| {
        format!("j | int | 否 | 1 | 类型 |\n{line}k | String | 否 | red | 颜色 |\nl | String | 否 | | 深浅 |\n")
    };
    for line in ["颜色相关(海外必填)", "颜色信息（海外必传）", "颜色属性: 海外订单才传", "颜色参数【仅自营】"]
    {
        let (spec, ran) = spec(&page(&rows(&format!("{line}\n")), "", ""));
        let said = |name: &str| field_line(&spec, name).contains("page: ");
        assert!(!said("j") && said("k") && said("l"), "{line}: {spec}\n{}", ran.out);
    }
    let (spec, _) = spec(&page(&rows("颜色相关\n"), "", ""));
    assert!(!["j", "k", "l"].iter().any(|name| field_line(&spec, name).contains("review")), "{spec}");
    // A remark on the row above.
    let (spec, _) = self::spec(&page(&rows("(海外必填)\n"), "", ""));
    assert!(field_line(&spec, "j").contains("review") && !field_line(&spec, "k").contains("review"), "{spec}");
}
