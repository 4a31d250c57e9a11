//! Traditional characters as the simplified ones that words are looked for in: `必傳` is found as `必传`. Only the characters that those
//! words are made of; what a page says is kept as it says it.

use std::borrow::Cow;

/// Each character before what it is simplified to, in the order of their numbers.
const PAIRS: &str = "並并 佔占 併并 來来 係系 個个 們们 備备 傳传 僅仅 價价 億亿 優优 兌兑 兒儿 內内 兩两 別别 刪删 則则 劃划 動动 務务 勞劳 匯汇 區区 參参 員员 問问 啟启 \
    單单 噸吨 嚴严 國国 圍围 圓圆 圖图 執执 報报 場场 塊块 壓压 實实 寫写 寬宽 將将 專专 對对 屆届 屬属 島岛 帳帐 幣币 幾几 庫库 廢废 張张 後后 徑径 從从 \
    復复 態态 憑凭 應应 戶户 拋抛 換换 摺折 擇择 擊击 據据 擴扩 敗败 數数 斷断 於于 時时 暫暂 曆历 會会 東东 條条 棄弃 業业 構构 槓杠 標标 樣样 機机 橫横 \
    檔档 檢检 欄栏 權权 歲岁 歷历 歸归 決决 沒没 況况 減减 測测 準准 滿满 漢汉 為为 無无 營营 狀状 獨独 獲获 現现 環环 異异 當当 發发 確确 碼码 禮礼 稅税 \
    種种 稱称 積积 竪竖 筆笔 節节 範范 簽签 籤签 紀纪 約约 納纳 純纯 級级 細细 終终 組组 結结 絕绝 給给 統统 經经 綫线 維维 網网 綴缀 線线 編编 緩缓 縮缩 \
    總总 續续 義义 聯联 臺台 與与 舉举 舊旧 萬万 蓋盖 薦荐 處处 號号 衝冲 裏里 補补 裡里 製制 複复 見见 規规 視视 覽览 訂订 計计 訊讯 記记 訪访 設设 許许 \
    註注 証证 詢询 試试 話话 該该 詳详 認认 誤误 說说 調调 請请 證证 識识 議议 護护 讀读 變变 豎竖 負负 貨货 買买 費费 資资 賞赏 賣卖 質质 賬账 賴赖 贊赞 \
    車车 輛辆 輸输 轉转 辦办 這这 連连 週周 進进 運运 過过 遞递 適适 遲迟 遷迁 選选 遺遗 還还 郵邮 釋释 釐厘 釦扣 鈅钥 銀银 銷销 錄录 錢钱 錯错 録录 錶表 \
    鍵键 鎖锁 鏈链 鐘钟 鑰钥 長长 閉闭 開开 間间 閱阅 關关 際际 隨随 雜杂 電电 響响 頁页 頂顶 項项 順顺 須须 預预 頓顿 頭头 頻频 題题 額额 類类 顯显 餘余 \
    館馆 驗验 體体 鹽盐 點点 齊齐";

/// The first character of the block that all of them are of, and how many it has.
const FIRST: u32 = 0x4e00;
const BLOCK: usize = 0x5200;

/// One bit for each character of the block: nearly none of a text is among them, which this shows without a search.
static MARKED: [u64; BLOCK / 64] = marked();

#[allow(
    clippy::indexing_slicing,
    reason = "counted while the tool is compiled, where a place that is none stops the compiler"
)]
const fn marked() -> [u64; BLOCK / 64] {
    let bytes = PAIRS.as_bytes();
    let mut marked = [0; BLOCK / 64];
    let mut at = 0;
    while at < bytes.len() {
        // Three bytes of UTF-8; the pairs are parted by a blank.
        let c =
            ((bytes[at] as u32 & 0x0f) << 12) | ((bytes[at + 1] as u32 & 0x3f) << 6) | (bytes[at + 2] as u32 & 0x3f);
        let place = (c - FIRST) as usize;
        marked[place / 64] |= 1 << (place % 64);
        at += 7;
    }
    marked
}

/// The text with its traditional characters simplified. Each is as many bytes as what it becomes: places in the one are places in the
/// other.
#[must_use]
pub(crate) fn simplified(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_marked) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_marked(c) { simple(c) } else { c }).collect())
}

fn is_marked(c: char) -> bool {
    let place = (c as usize).checked_sub(FIRST as usize);
    place.is_some_and(|place| MARKED.get(place / 64).is_some_and(|bits| bits & (1 << (place % 64)) != 0))
}

fn simple(c: char) -> char {
    let pair = PAIRS.split(' ').find_map(|pair| pair.strip_prefix(c));
    pair.and_then(|simple| simple.chars().next()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_is_two_characters_of_the_block_and_stands_once() {
        let mut before = '\0';
        for pair in PAIRS.split(' ') {
            let chars: Vec<char> = pair.chars().collect();
            let [from, to] = chars[..] else { panic!("{pair}") };
            assert!(before < from && from != to, "{pair}");
            assert!([from, to].iter().all(|c| c.len_utf8() == 3 && ('\u{4e00}'..'\u{a000}').contains(c)), "{pair}");
            // What is simple stays as it is.
            assert!(!is_marked(to), "{pair}");
            assert_eq!(simplified(&from.to_string()), to.to_string());
            before = from;
        }
    }

    #[test]
    fn words_are_found_in_whatever_characters_they_are_written() {
        for (text, simple) in [
            ("當 type=2 時必傳", "当 type=2 时必传"),
            ("預設 20", "预设 20"),
            ("最長 20 個字元", "最长 20 个字元"),
            ("密鑰", "密钥"),
            ("每 30 分鐘僅能查詢一次", "每 30 分钟仅能查询一次"),
            ("默认 20", "默认 20"),
            ("", ""),
        ] {
            assert_eq!(simplified(text), simple);
            assert_eq!(simplified(text).len(), text.len());
        }
    }
}
