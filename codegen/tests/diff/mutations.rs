//! Changes of the repository's own spec, each by one thought.

use super::support::{Spec, real};

pub(crate) struct Mutation {
    pub(crate) name: &'static str,
    /// File, old text, new text.
    pub(crate) edits: &'static [(&'static str, &'static str, &'static str)],
}

impl Mutation {
    pub(crate) fn spec(&self) -> Spec {
        let spec = Spec::copy_of(&real());
        for (file, old, new) in self.edits {
            spec.edit(file, old, new);
        }
        spec
    }
}

const SEND: &str = "vvtool/erps/send.yaml";
const TOKEN: &str = "vvtool/oauth/token.yaml";
const FULLINFO: &str = "vvtool/erps/fullinfo.yaml";
const WRITE: &str = "top/logistics.openalibity.write.yaml";
const GET: &str = "top/trade.get.yaml";
const ERRORS: &str = "vvtool/errors.yaml";
const SERVICE: &str = "vvtool/service.yaml";

macro_rules! mutations {
    ($($name:literal: $(($file:expr, $old:literal, $new:literal)),+;)*) => {
        pub(crate) const ALL: &[Mutation] = &[$(Mutation { name: $name, edits: &[$(($file, $old, $new)),+] }),*];
    };
}

mutations! {
    "request_optional_added": (SEND, "  - {name: sender_id,", "  - {name: made_up, type: text, en: \"Made up\", zh: 虚构}\n  - {name: sender_id,");
    "request_required_added": (SEND, "  - {name: sender_id,", "  - {name: made_up, type: text, required: true, en: \"Made up\", zh: 虚构}\n  - {name: sender_id,");
    "request_optional_removed": (SEND, "  - {name: cancel_id, type: address_id, example: \"123456\",", "  - {name: return_id, type: address_id, example: \"123456\",");
    "request_made_required": (SEND, "name: sender_id, type: address_id,", "name: sender_id, type: address_id, required: true,");
    "request_made_optional": (SEND, "name: out_sid, type: waybill_no, required: true,", "name: out_sid, type: waybill_no,");
    "default_removed_from_optional": (SEND, "type: flag01, default: 0,", "type: flag01,");
    "default_removed_from_required": (TOKEN, "required: true, default: client_credentials,", "required: true,");
    "default_changed": (SEND, "type: VvType, default: \"1\"", "type: VvType, default: \"2\"");
    "id_type_to_text": (SEND, "name: tid, type: trade_id,", "name: tid, type: text,");
    "id_type_to_other_id": (SEND, "name: sender_id, type: address_id,", "name: sender_id, type: store_id,");
    "flag_to_bool": (SEND, "type: flag01, default: 0, example: 0", "type: bool, default: \"false\", example: \"true\"");
    "text_to_int": (TOKEN, "name: client_id, type: text, required: true, example: example-account", "name: client_id, type: int, required: true, example: 7");
    "csv_to_text": (SEND, "type: {csv: order_id}", "type: text");
    "max_chars": (SEND, "max_chars: 20", "max_chars: 10");
    "documented_only": (SEND, ", documented_only: true", "");
    "pii_on_a_reply": (TOKEN, "name: token_type, type: text,", "name: token_type, type: text, pii: true,");
    "secret_off": (TOKEN, "name: client_secret, type: text, required: true, secret: true", "name: client_secret, type: text, required: true, secret: false");
    "deprecated_field": (TOKEN, "      - {name: scope, type: text,", "      - {name: scope, type: text, deprecated: {since: 2026-11-22, why: \"Not sent any more\"},");
    "arguments_reordered": (SEND, "  - {name: shop_id, type: shop_id, required: true, example: \"123456789\", en: \"Shop that owns the order\", zh: 店铺 ID}\n", ""),
        (SEND, "  - {name: out_sid,", "  - {name: shop_id, type: shop_id, required: true, example: \"123456789\", en: \"Shop that owns the order\", zh: 店铺 ID}\n  - {name: out_sid,");
    "arguments_of_one_type_reordered": (TOKEN, "  - {name: client_id, type: text, required: true, example: example-account, en: \"Account of the caller\", zh: 账户, note: \"Called Account on the provider's site\", note_zh: \"服务商网站上称为 Account\"}\n", ""),
        (TOKEN, "  - {name: scope, type: text, en: \"Scope asked for\"", "  - {name: client_id, type: text, required: true, example: example-account, en: \"Account of the caller\", zh: 账户, note: \"Called Account on the provider's site\", note_zh: \"服务商网站上称为 Account\"}\n  - {name: scope, type: text, en: \"Scope asked for\"");
    "optional_fields_reordered": (SEND, "  - {name: sender_id,", "  - {name: between, type: int, en: \"Between\", zh: 之间}\n  - {name: sender_id,");
    "reply_field_added": (SEND, "      - {name: success, type: bool, presence: always,", "      - {name: batch, type: text, en: \"Batch\", zh: 批次}\n      - {name: success, type: bool, presence: always,");
    "reply_field_removed": (TOKEN, "      - {name: token_type, type: text, example: Bearer, en: \"How the token is presented\", zh: 令牌类型}\n", "");
    "reply_presence": (SEND, "name: success, type: bool, presence: always,", "name: success, type: bool,");
    "reply_type": (TOKEN, "name: expires_in, type: int, unit: seconds,", "name: expires_in, type: text,");
    "unit_of_an_int": (TOKEN, "unit: seconds,", "unit: minutes,");
    "unit_of_money": (GET, "name: commission_fee, type: money, unit: yuan, example: \"200.07\"", "name: commission_fee, type: money, unit: undocumented, example: \"200.07\"");
    "reply_field_renamed": (GET, "name: consign_time, type: datetime", "name: consigned_time, type: datetime");
    "rust_name": (GET, "ident: trade_type", "ident: kind");
    "wire_name_under_the_same_rust_name": (TOKEN, "name: token_type, type: text,", "name: tokenType, type: text,");
    "record_renamed": (TOKEN, "data: {record: Token}", "data: {record: Grant}"), (TOKEN, "  - type: Token\n", "  - type: Grant\n");
    "enum_renamed": (SEND, "name: vvtype, type: VvType,", "name: vvtype, type: ShipKind,"), (SEND, "  - enum: VvType\n", "  - enum: ShipKind\n");
    "grammar_renamed": (SEND, "type: Feature,", "type: Extras,"), (SEND, "  - grammar: Feature\n", "  - grammar: Extras\n");
    "operation_renamed": (TOKEN, "operation: oauth/token", "operation: oauth/grant"), (SERVICE, "token_operation: oauth/token", "token_operation: oauth/grant");
    "request_type_renamed": (TOKEN, "operation: oauth/token\n", "operation: oauth/token\nrequest_type: GetToken\n");
    "enum_value_added": (SEND, "      - {value: WAREHOUSE,", "      - {value: KIOSK, en: \"Kiosk\", zh: 亭}\n      - {value: WAREHOUSE,");
    "enum_value_removed": (SEND, "      - {value: WAREHOUSE, en: \"E-commerce warehouse\", zh: 电商仓}\n", "");
    "enum_value_renamed": (SEND, "name: Enhanced,", "name: Better,");
    "grammar_key_removed": (SEND, "      - {key: retailStoreId, shape: value, en: \"Id of the store, or the warehouse, the goods leave from\", zh: 发货门店 ID 或仓信息}\n", "");
    "grammar_key_id": (SEND, "{key: machineCode, shape: per_id, id: order_id", "{key: machineCode, shape: per_id, id: item_id");
    "grammar_separator": (SEND, "separator: \";\"", "separator: \"!\"");
    "nested_request_field_required": (WRITE, "name: package_type, type: PackageType,", "name: package_type, type: PackageType, required: true,");
    "nested_request_field_made_optional": (WRITE, "name: mail_no, type: waybill_no, required: true,", "name: mail_no, type: waybill_no,");
    "nested_request_field_made_required_by_default": (WRITE, "name: package_type, type: PackageType,", "name: package_type, type: PackageType, required: true, default: INTERNAL,");
    "nested_arguments_reordered": (WRITE, "      - {name: mail_no, type: waybill_no, required: true, example: \"880000000001\", en: \"Waybill number\", zh: 运单号}\n", ""),
        (WRITE, "      - {name: openid,", "      - {name: mail_no, type: waybill_no, required: true, example: \"880000000001\", en: \"Waybill number\", zh: 运单号}\n      - {name: openid,");
    "nested_record_renamed": (WRITE, "type: GeneralLogisticsDataWriteRequest, required", "type: WriteRequest, required"), (WRITE, "  - type: GeneralLogisticsDataWriteRequest\n", "  - type: WriteRequest\n");
    "nested_request_field_removed": (WRITE, "      - {name: openid,", "      - {name: open_id,");
    "effect": (SEND, "effect: non_idempotent_write", "effect: idempotent_write");
    "effect_of_a_read": (GET, "effect: read\n", "effect: non_idempotent_write\n");
    "intent_removed": (SEND, "intent: [shop_id, tid, sub_tid]\n", "");
    "intent_of_fewer_fields": (SEND, "intent: [shop_id, tid, sub_tid]", "intent: [shop_id, tid]"), (SEND, "one_at_a_time: [shop_id, tid]", "one_at_a_time: [tid]");
    "path": (SEND, "path: /tool/erps/send", "path: /tool/erps/ship");
    "charge": (SEND, "charge: {points: 1, on: success, basis: assumed}\n", "");
    "error_added": (ERRORS, "  - name: BadRequest\n", "  - name: BoxMissing\n    code: \"777\"\n    message: 缺少箱号\n    class: fix_request\n    write_outcome: not_executed\n    en: \"The box is missing\"\n    remedy: {en: \"Pass the box\", zh: 传入箱号}\n  - name: BadRequest\n");
    "error_renamed": (ERRORS, "name: CarrierNameTooLong\n", "name: CarrierTooLong\n"), (SEND, "CarrierNameTooLong,", "CarrierTooLong,");
    "error_class": (ERRORS, "    message: \"成功\"\n    class: ignore", "    message: \"成功\"\n    class: do_not_retry");
    "operation_error_removed": (SEND, "  Success, BadRequest, GatewayTimeout,", "  Success, GatewayTimeout,");
    "names_of_values_swapped": (SEND, "name: Regular,", "name: Enhanced_,"), (SEND, "name: Enhanced,", "name: Regular,"), (SEND, "name: Enhanced_,", "name: Enhanced,");
    "id_added": ("ids.yaml", "  - {id: trade_id,", "  - {id: box_id, en: \"Box\", zh: 箱号}\n  - {id: trade_id,");
    "host_changed": (SERVICE, "http://proxy-api.vv-tool.com", "http://proxy.vv-tool.com");
    "selectable": (FULLINFO, "name: service_orders, type: {list: ServiceOrder},", "name: service_orders, type: {list: ServiceOrder}, selectable: false,");
    "confirm_removed": (SEND, "  confirm:\n    - {flag: success}\n", "");
    "echo_removed": (FULLINFO, "echo: [tid]\n", "");
    "rule_removed": (SEND, "rules:\n  - {rule: together, fields: [is_split, sub_tid], error: SplitFlagAndListMismatch, en: \"is_split = 1 exactly when sub_tid is given\", zh: 拆单标记与子订单列表同传或同缺}\n", "");
    "title_and_notes": (SEND, "en: \"Ship an order with your own carrier\"", "en: \"Ship an order with a carrier of your own\"");
}
