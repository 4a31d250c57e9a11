//! What only the generated code shows: the order of arguments, where it lies, what a name stands for, and whatever no other rule explains.

use super::super::findings::{Findings, Scope};
use super::super::pair::reordered;
use super::super::rule::Level::Breaking;
use super::super::rule::{Api, Rule};
use super::names::Names;
use super::rules;
use crate::emit::surface::{constructed, constructor};
use crate::model::api::{Field, Operation};

rules! {
    ARGUMENTS_REORDERED = Rule::new(
            "arguments-reordered",
            "the constructor takes its arguments in another order",
            "构造参数顺序改变",
        ).api(Api::All)
        .behaviour(
            Breaking,
            "a call with untyped texts compiles and sends one value in another's place",
            "以文本传参的调用仍能编译，但值会错位",
        )
        .todo("keep the order of the request's fields in the spec, or change every call", "保持请求字段顺序，或修改所有调用");
    MODULE_MOVED = Rule::new("module-moved", "the code of an operation lies in another module", "接口代码移至另一模块").whole()
        .todo("use the new path; the request itself is re-exported where it was", "改用新路径；请求类型仍在原处重新导出");
    RUST_NAME_TAKEN = Rule::new(
            "rust-name-taken",
            "the same thing has another Rust name, and something else has the name it had",
            "Rust 名称改变，原名称改指他物",
        ).whole()
        .behaviour(Breaking, "code that uses the old name compiles and means something else", "使用原名称的代码仍能编译，但含义已变")
        .todo("keep the old name unused, or look at every use of it", "不要复用原名称，或逐一检查其使用处");
    SURFACE_CHANGED = Rule::new(
            "surface-changed",
            "a public item changed, and no other finding says why",
            "公开接口改变且无其他说明",
        ).api(Api::All)
        .todo("see what of the spec or the generator caused it", "查明由规格或生成器的何处引起");
}

/// The order of the arguments that both constructors take: of the request, and of each record that has one.
pub(super) fn arguments(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    fn names(fields: &[Field]) -> Vec<&str> {
        constructor(fields).map(|field| field.name.wire.as_str()).collect()
    }
    let declared = Names::new(base, head);
    for (owner, fields) in constructed(head) {
        let Some((_, before)) = constructed(base).find(|(name, _)| *name == owner) else { continue };
        let (old, new) = (names(before), names(fields));
        let known: Vec<&str> = old.iter().map(|name| declared.of(owner, name)).collect();
        if reordered(&known, &new) {
            let record = head.types.iter().find(|record| record.name.wire == owner);
            let at = record.map_or(head.request_type.span, |record| record.name.span);
            findings.changed(&ARGUMENTS_REORDERED, scope, owner, (&old.join(", "), &new.join(", ")), at);
        }
    }
}

/// Where the code lies. An operation of another name is somewhere else because of that.
pub(super) fn module(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    if base.id == head.id {
        findings.changed(&MODULE_MOVED, scope, "", (&base.module.join("::"), &head.module.join("::")), head.span);
    }
}
