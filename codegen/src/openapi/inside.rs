//! What is inside a JSON text, for OpenAPI 3.0: it has no `contentSchema`, so it is spelled out beside the text and once more in words.

use std::collections::HashSet;

use super::schema::{Components, Form, Object, Schema};
use super::{Export, Of, Side};
use crate::json::Written;
use crate::model::api::{Field, Operation, Type};

impl Export<'_> {
    /// The schema of what is inside, whole: nothing refers to components from here, and none of them is there for it alone.
    pub(super) fn spelled_out(&self, content: &Schema) -> Written {
        expanded(&self.components, content, &mut HashSet::new()).write(self.asked.version)
    }

    /// The members of a record that is sent as a text, or of each in a list of them.
    pub(super) fn members(&self, of: Of<'_>, field: &Field) -> Option<String> {
        self.listed_members(of.operation?, field, &mut Vec::new())
    }

    /// What has been listed above is not listed again: records may hold themselves.
    fn listed_members<'o>(&self, operation: &'o Operation, field: &Field, listed: &mut Vec<&'o str>) -> Option<String> {
        let (Type::Record(name) | Type::List { item: name, .. }) = &field.ty else { return None };
        let record = operation.types.iter().find(|each| each.name.ident == name.ident)?;
        if listed.contains(&record.name.ident.as_str()) {
            return None;
        }
        listed.push(&record.name.ident);
        let mut text = format!("{}\n", self.words.say("Members:", "成员："));
        for member in &record.fields {
            let must =
                if member.required { format!(", {}", self.words.say("required", "必填")) } else { String::new() };
            let mut said = self.described(Some(operation), Side::Request, member, false);
            if let Some(below) = self.listed_members(operation, member, listed) {
                said.push_str(&format!("\n\n{below}"));
            }
            let said = said.replace('\n', "\n  ").replace("\n  \n", "\n\n");
            text.push_str(&format!("\n- `{}` ({}{must}): {said}", member.name.wire, member.ty.spelled()));
        }
        Some(text)
    }
}

/// With what components say instead of their names, each once.
fn expanded(components: &Components, schema: &Schema, told: &mut HashSet<String>) -> Schema {
    let mut each = |schema: &Schema| expanded(components, schema, told);
    let form = match &schema.form {
        Form::Any | Form::Scalar(..) => schema.form.clone(),
        Form::Named { name, .. } => {
            let known = components.get(name).filter(|_| !told.contains(name));
            let Some(known) = known else {
                return Schema { form: Form::Any, ..schema.clone() }.with("x-vvspec-as", name.as_str());
            };
            told.insert(name.clone());
            let mut whole = expanded(components, known, told);
            whole.says.retain(|(name, _)| !schema.says.iter().any(|(said, _)| said == name));
            whole.says.extend(schema.says.iter().cloned());
            return whole;
        }
        Form::AnyOf(schemas) => Form::AnyOf(schemas.iter().map(each).collect()),
        Form::OneOf(schemas) => Form::OneOf(schemas.iter().map(each).collect()),
        Form::List { item, one } => Form::List { item: Box::new(each(item)), one: *one },
        Form::Object(object) => Form::Object(Object {
            properties: object.properties.iter().map(|(name, schema)| (name.clone(), each(schema))).collect(),
            required: object.required.clone(),
            closed: object.closed,
            others: object.others.as_ref().map(|others| Box::new(each(others))),
        }),
    };
    Schema { form, ..schema.clone() }
}
