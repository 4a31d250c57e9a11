"""A client that another generator made calls the mock: use.py FOLDER URL. Successes and failures both come with HTTP 200."""
import sys

folder, url = sys.argv[1:]
sys.path.insert(0, folder)

import vvtool_client  # noqa: E402
from vvtool_client.models.failed import Failed  # noqa: E402

client = vvtool_client.ApiClient(vvtool_client.Configuration(host=url, access_token="mock-token"))
erps = vvtool_client.ErpsApi(client)


def call(name, answer, **fields):
    client.set_default_header("x-mock-answer", answer)
    return getattr(erps, name)(**fields).actual_instance


def send(answer):
    return call("erps_send", answer, shop_id="123", tid="1", out_sid="1", company_code="POST")


def fullinfo(answer):
    return call("erps_fullinfo", answer, shop_id="123", tid="1", fields="tid,status")


done = send("example:send-ok.json").data[0]
assert done.success is True, done
# The code says 0, the field says that nothing was shipped.
done = send("example:send-not-successful.json").data[0]
assert done.success is False, done
trade = fullinfo("example:fullinfo-ok.json").data
assert trade.tid.actual_instance == "1000000000000000001" and trade.orders is not None, trade
trade = fullinfo("example:fullinfo-rich.json").data
assert trade.type == "fixed(一口价)", trade
failed = send("error:ShipmentAlreadyCreated")
assert isinstance(failed, Failed) and failed.code == 614 and failed.msg, failed
failed = send("example:send-shop-not-authorized.json")
assert failed.code == 302 and "http" in str(failed.data), failed
print("a generated Python client decodes 6 of 6: sent, sent without success, two trades, 614, 302 with its link")
