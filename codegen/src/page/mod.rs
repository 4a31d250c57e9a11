//! What the pages for people have in common: the bar, languages, colours, the policy, one style sheet and the script beneath their own.

use crate::html::Html;
use crate::json::Written;

/// Colours and shapes of every page.
pub(crate) const STYLE: &str = include_str!("page.css");
/// What every page does. A page's own script comes after it and finds it as `page`.
pub(crate) const SCRIPT: &str = include_str!("page.js");

/// A page without its frame.
pub(crate) struct Frame<'a> {
    /// The language it opens in, and is in where no script runs.
    pub chinese: bool,
    /// What the browser's tab says.
    pub title: &'a str,
    /// At the left of the bar, and where it leads.
    pub brand: (&'a str, &'static str),
    /// What is typed into: the input, and what belongs to it.
    pub search: Html,
    /// At the left of the content.
    pub side: Option<Html>,
    /// The content.
    pub main: Html,
    /// Data of the script.
    pub data: Option<Written>,
    /// Where style and script are.
    pub parts: Parts,
}

/// Style and script of a page.
pub(crate) enum Parts {
    /// In the page, which is whole alone: what its own style and script add.
    Inside(&'static str, &'static str),
    /// In files beside it, in this order.
    #[cfg(feature = "pages")]
    Beside(&'static str, &'static [&'static str]),
    /// The same from a server, which says in a header what its pages may do.
    #[cfg(feature = "pages")]
    Served(&'static str, &'static [&'static str]),
}

impl Frame<'_> {
    /// The page.
    pub(crate) fn finish(self) -> String {
        let mut html = Html::new();
        html.put("<!doctype html>\n<html").attribute("lang", if self.chinese { "zh-CN" } else { "en" });
        html.attribute("data-lang", if self.chinese { "zh" } else { "en" })
            .put(" data-theme=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if let Some(policy) = self.parts.policy() {
            html.put("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; ");
            html.put(policy).put("; base-uri 'none'; form-action 'none'\">\n");
        }
        html.put("<link rel=\"icon\" href=\"data:,\">\n<title>");
        html.text(self.title).put("</title>\n");
        self.parts.style(&mut html);
        html.put("</head>\n<body>\n<a class=\"skip\" href=\"#main\">").two("Skip to the content", "跳到正文");
        html.put("</a>\n<header class=\"bar\"><b><a").attribute("href", self.brand.1).put(">").text(self.brand.0);
        html.put("</a></b><div class=\"q\" role=\"search\">").add(self.search).put("</div>\n");
        html.put("<button type=\"button\" data-setlang=\"zh\">中文</button>");
        html.put("<button type=\"button\" data-setlang=\"en\">EN</button>");
        html.put("<button type=\"button\" id=\"theme\" aria-label=\"theme\">◐</button></header>\n");
        match self.side {
            Some(side) => html.put("<div class=\"cols\">").add(side),
            None => html.put("<div class=\"cols alone\">"),
        };
        html.put("<main id=\"main\">\n").add(self.main).put("</main></div>\n");
        if let Some(data) = &self.data {
            html.put("<script type=\"application/json\" id=\"data\">").data(data).put("</script>\n");
        }
        self.parts.script(&mut html);
        html.put("</body>\n</html>\n");
        html.finish()
    }
}

impl Parts {
    fn policy(&self) -> Option<&'static str> {
        match self {
            Self::Inside(..) => Some("style-src 'unsafe-inline'; script-src 'unsafe-inline'"),
            #[cfg(feature = "pages")]
            Self::Beside(..) => Some("style-src 'self' file:; script-src 'self' 'unsafe-inline' file:"),
            #[cfg(feature = "pages")]
            Self::Served(..) => None,
        }
    }

    fn style(&self, html: &mut Html) {
        match self {
            Self::Inside(style, _) => {
                html.put("<style>\n").put(STYLE).put(style).put("</style>\n");
            }
            #[cfg(feature = "pages")]
            Self::Beside(style, _) | Self::Served(style, _) => {
                html.put("<link rel=\"stylesheet\" href=\"").put(style).put("\">\n");
            }
        }
    }

    fn script(&self, html: &mut Html) {
        match self {
            Self::Inside(_, script) => {
                html.put("<script>\n").put(SCRIPT).put(script).put("</script>\n");
            }
            #[cfg(feature = "pages")]
            Self::Beside(_, scripts) | Self::Served(_, scripts) => {
                for script in *scripts {
                    html.put("<script src=\"").put(script).put("\"></script>\n");
                }
            }
        }
    }
}
