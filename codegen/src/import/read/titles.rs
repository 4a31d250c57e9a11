//! What the titles of columns say, in all the ways they are written.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Wire name.
    Name,
    /// Declared type.
    Type,
    /// Must it be given.
    Required,
    /// Example or value.
    Example,
    /// Default value.
    Default,
    /// How long a text may be.
    Length,
    /// Prose.
    Prose,
}

/// A column that only counts its rows.
#[must_use]
pub fn counts_rows(title: &str) -> bool {
    matches!(title.trim().to_ascii_lowercase().as_str(), "序号" | "编号" | "no" | "no." | "#" | "id" | "序")
}

/// What a column title says of its column.
#[must_use]
pub fn role_of_title(title: &str) -> Option<Role> {
    let title = title.trim().trim_end_matches(['?', '？', ':', '：']).to_ascii_lowercase();
    let title = title.trim();
    if let Some(role) = plain_title(title) {
        return Some(role);
    }
    // 参数类型, 字段说明, 是否必传.
    let of = ["参数", "字段", "变量", "属性"].iter().find_map(|owner| title.strip_prefix(owner));
    of.or_else(|| title.strip_prefix("是否")).and_then(plain_title)
}

fn plain_title(title: &str) -> Option<Role> {
    Some(match title {
        "name" | "parameter" | "param" | "field" | "参数" | "字段" | "变量" | "属性" | "名" | "名称" | "参数名"
        | "字段名" | "key" | "变量名" | "英文名" => Role::Name,
        "type" | "data type" | "datatype" | "类型" | "数据类型" | "格式" => Role::Type,
        "required" | "mandatory" | "must" | "必选" | "必填" | "必传" | "必需" | "必须" => Role::Required,
        "example" | "value" | "sample" | "示例" | "示例值" | "示例数据" | "样例" | "例子" | "值" => {
            Role::Example
        }
        "default" | "默认" | "默认值" | "缺省值" => Role::Default,
        "长度" | "最大长度" | "长度限制" | "length" | "max length" | "maxlength" => Role::Length,
        "description" | "desc" | "remark" | "remarks" | "comment" | "note" | "描述" | "说明" | "备注" | "含义"
        | "注释" | "中文名" | "解释" => Role::Prose,
        _ => return None,
    })
}

/// A column title of a table.
#[must_use]
pub fn is_title(cell: &str) -> bool {
    role_of_title(cell).is_some()
        || matches!(
            cell.trim().to_ascii_lowercase().as_str(),
            "code"
                | "error code"
                | "message"
                | "solution"
                | "更多限制"
                | "代码"
                | "错误码"
                | "代码描述"
                | "错误描述"
                | "解决方案"
                | "返回码"
        )
}
