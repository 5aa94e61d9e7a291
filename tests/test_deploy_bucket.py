"""Sending a site to an S3 server on this machine."""

import signal
import time

import pytest
from astro.deploy import bucket as buckets
from astro.deploy.plan import in_order, target_of
from astro.staging import MARK, RefusedError
from conftest import SITEURL, files_of, timed, wait_for
from places import edit, style_of


def objects(client, prefix=""):
    listed = client.list_objects_v2(Bucket="essays", Prefix=prefix).get("Contents", [])
    return {
        each["Key"].removeprefix(prefix): client.get_object(Bucket="essays", Key=each["Key"])["Body"].read()
        for each in listed
    }


def dangling(files):
    """Pages that lack their stylesheet, or the page that they link to."""
    for name, body in files.items():
        if name.endswith(".html"):
            for part in body.decode().split('href="')[1:]:
                link = part.partition('"')[0].partition("#")[0].removeprefix(SITEURL).lstrip("/")
                if "://" not in link and not link.startswith("mailto:"):
                    target = link if not link or not link.endswith("/") else f"{link}index.html"
                    if target and target not in files and f"{target}/index.html" not in files:
                        yield name, target


def test_a_bucket_gets_files_in_order(blog, bucket):
    """Right types, nothing that others keep there touched; killed at any moment no page lacks anything; and back."""
    environment, client = bucket
    at = "http://127.0.0.1:9"
    (code, _, said), seconds = timed(lambda: blog.run("send", "s3://essays/blog", at, **environment))
    assert code == 0, said
    head = client.head_object(Bucket="essays", Key="blog/the-second-wall/index.html")
    assert head["ContentType"] == "text/html; charset=utf-8"
    first, kept = objects(client, "blog/"), style_of(blog.root / "output")
    assert first.keys() - {"site.files"} == files_of(blog.root / "output").keys()
    blog.show("second")
    ends = set()
    for moment in range(6):
        process = blog.start("send", "s3://essays/blog", at, **environment)
        time.sleep(seconds * (0.25 + moment / 8))
        process.kill()
        process.communicate()
        ends.add(process.returncode)
        assert list(dangling(objects(client, "blog/"))) == []
    assert -signal.SIGKILL in ends
    assert blog.run("send", "s3://essays/blog", at, **environment)[0] == 0
    second = objects(client, "blog/")
    assert second.keys() - {kept, "site.files"} == files_of(blog.root / "output").keys()
    assert blog.run("rollback", "s3://essays/blog", **environment)[0] == 0
    assert objects(client, "blog/").items() >= {name: first[name] for name in first.keys() - {"site.files"}}.items()
    client.put_object(Bucket="essays", Key="other/precious.txt", Body=b"precious")
    code, _, said = blog.run("send", "s3://essays/other", at, **environment)
    assert (code, "holds something that is no site of astro's" in said) == (1, True)
    assert objects(client, "other/") == {"precious.txt": b"precious"}


def test_what_others_keep_in_a_bucket_stays(blog, bucket):
    """Whatever it is; what a sending has put there goes once the site lacks it, and nobody asks for pages of others."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    others = {"photos/cat.jpg": b"cat", "logs/2026-access": b"log", "talk/index.html": b"<p>A talk."}
    for name, body in others.items():
        client.put_object(Bucket="essays", Key=name, Body=body)
    blog.show("second")
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    there = objects(client)
    assert {name: there.get(name) for name in others} == others
    assert "he/sand-and-stars/index.html" not in there


def test_what_was_sent_without_a_list_goes_too(blog, bucket):
    """By a version before: what this machine has sent, and pages; nothing else."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    client.delete_object(Bucket="essays", Key="site.files")
    client.put_object(Bucket="essays", Key="talk.pdf", Body=b"A talk.")
    picture = next(name for name in objects(client) if name.startswith("he/") and name.endswith(".png"))
    blog.show("second")
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    assert not {picture, "he/sand-and-stars/index.html"} & objects(client).keys()
    assert objects(client)["talk.pdf"] == b"A talk."


def test_a_bucket_with_another_site_is_not_taken_back(blog, bucket):
    """Somebody else has sent since: going back would take theirs off, and none of it would be anywhere."""
    environment, client = bucket
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    client.put_object(Bucket="essays", Key=MARK, Body=f"{'a' * 64} {SITEURL}\n".encode())
    before = objects(client)
    for is_broken_off in (False, True):
        if is_broken_off:
            next((blog.root / ".output.astro/sent").iterdir()).joinpath(".sending").write_text("b" * 64)
        code, _, said = blog.run("rollback", "s3://essays", **environment)
        assert (code, "has a site that was not sent from here" in said, objects(client)) == (1, True, before)


def test_the_list_of_a_bucket_says_no_names_and_forgets_none(blog, bucket, monkeypatch):
    """What has begun to come is on it, so that it goes once it is not wanted; one that is damaged is none."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    first = objects(client)
    assert b"index" not in first["site.files"]
    style = style_of(blog.root / "output")
    blog.show("second")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(blog.root)
    monkeypatch.setattr(buckets, "in_order", lambda *_: ["new/index.html"])  # and then it is killed
    with pytest.raises(RefusedError):
        buckets.send(target_of("s3://essays"), blog.root / "output", "b" * 64, lambda _: None)
    assert "new/index.html" in objects(client)
    monkeypatch.undo()
    blog.show("first")
    code, _, said = blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)
    assert (code, "not let go" in said) == (0, False), said  # `blog` has let `new` go
    assert objects(client).keys() == first.keys()
    client.put_object(Bucket="essays", Key="site.files", Body=b"\xff\xfe")
    blog.show("second")
    for _ in range(2):
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    assert "he/sand-and-stars/index.html" not in objects(client)
    assert style in objects(client)
    listed = set(objects(client)["site.files"].decode().split())
    assert buckets._hidden(style) in listed


@pytest.fixture
def second(blog, bucket, monkeypatch):
    """The bucket once a first site was sent; the next one stands here, and this process may send it."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    blog.show("second")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(blog.root)
    return environment, client


def test_nothing_is_taken_off_while_somebody_else_sends(blog, second, monkeypatch):
    """What this site lacks may be what the other one shows."""
    client = second[1]

    def while_another_sends(names, there):
        yield from in_order(names, there)
        client.put_object(Bucket="essays", Key=MARK, Body=b"another")

    monkeypatch.setattr(buckets, "in_order", while_another_sends)
    with pytest.raises(RefusedError, match="somebody else sent another site meanwhile"):
        buckets.send(target_of("s3://essays"), blog.root / "output", "b" * 64, lambda _: None)
    assert "he/sand-and-stars/index.html" in objects(client)


def test_what_a_sending_that_broke_off_has_not_taken_away_goes_with_the_next_one(blog, second, monkeypatch):
    """Else a page that the site lacks would be public for ever, as nobody knows whose it is."""
    environment, client = second

    def breaks_off(*_):
        raise RefusedError("broken off")

    monkeypatch.setattr(buckets, "in_order", breaks_off)
    with pytest.raises(RefusedError, match="broken off"):
        buckets.send(target_of("s3://essays"), blog.root / "output", "b" * 64, lambda _: None)
    assert "he/sand-and-stars/index.html" in objects(client)
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    assert "he/sand-and-stars/index.html" not in objects(client)


def test_a_copy_that_was_damaged_is_not_gone_back_to(blog, bucket):
    environment, client = bucket
    for words in ("A", "B"):
        shown = edit(blog, words)
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    (copy,) = (blog.root / ".output.astro/sent").glob("*/000001-*")
    (copy / "index.html").write_text("half of i")
    code, _, said = blog.run("rollback", "s3://essays", **environment)
    assert (code, f"{copy.name} is not as it was built and checked" in said) == (1, True), said
    assert objects(client, "")["index.html"].decode() == shown


def test_each_place_in_a_bucket_goes_back_to_its_own_site(blog, bucket):
    """One for trying and one for readers: what was sent to one is not shown by the other."""
    environment, client = bucket
    at, sites = "http://127.0.0.1:9", {}
    for place in ("trial", "blog", "trial", "blog"):
        sites.setdefault(place, []).append(edit(blog, f"for {place} {len(sites)} {len(sites.get(place, ()))}"))
        assert blog.run("send", f"s3://essays/{place}", at, **environment)[0] == 0
    assert blog.run("rollback", "s3://essays/blog", **environment)[0] == 0
    assert objects(client, "blog/")["index.html"].decode() == sites["blog"][0]
    assert objects(client, "trial/")["index.html"].decode() == sites["trial"][1]


def test_a_bucket_goes_back_one_site_at_a_time(blog, bucket):
    environment, client = bucket
    at, sent = "http://127.0.0.1:9", []

    def shown():
        return objects(client, "")["index.html"].decode()

    for words in ("A", "B", "C"):
        sent.append(edit(blog, words))
        assert blog.run("send", "s3://essays", at, **environment)[0] == 0
    for expected in (sent[1], sent[0]):
        assert blog.run("rollback", "s3://essays", **environment)[0] == 0
        assert shown() == expected
    assert blog.run("rollback", "s3://essays", **environment)[0] == 1
    sent.append(edit(blog, "D"))
    assert blog.run("send", "s3://essays", at, **environment)[0] == 0
    assert blog.run("rollback", "s3://essays", **environment)[0] == 0
    assert shown() == sent[0]


def test_a_site_further_down_in_a_bucket_stays(blog, bucket):
    environment, client = bucket
    for place in ("s3://essays", "s3://essays/blog", "s3://essays"):
        edit(blog, place)
        assert blog.run("send", place, "http://127.0.0.1:9", **environment)[0] == 0
    assert "essays/blog" in objects(client, "blog/")["index.html"].decode()


def test_a_first_sending_to_a_bucket_can_be_finished(blog, bucket):
    environment, client = bucket
    process = blog.start("send", "s3://essays/blog", "http://127.0.0.1:9", **environment)
    wait_for(lambda: len(objects(client, "blog/")) > 2)
    process.kill()
    process.communicate()
    edit(blog, "mended meanwhile")
    assert blog.run("send", "s3://essays/blog", "http://127.0.0.1:9", **environment)[0] == 0
    assert objects(client, "blog/").keys() - {"site.files"} == files_of(blog.root / "output").keys()


def test_what_a_bucket_refuses_is_one_line(blog, bucket):
    environment, _ = bucket
    code, _, said = blog.run("send", "s3://nobodys/blog", **environment)
    assert (code, said.count("\n"), said[:22]) == (1, 1, "s3://nobodys/blog/: An")
    nowhere = environment | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    code, _, said = blog.run("send", "s3://essays/blog", **nowhere)
    assert (code, said.count("\n"), "Could not connect" in said) == (1, 1, True)


def test_after_a_broken_sending_a_bucket_goes_back_to_the_last_whole_one(blog, bucket):
    environment, client = bucket
    sent = []
    for words in ("A", "B"):
        sent.append(edit(blog, words))
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    for number in range(200):  # so that the sending takes long enough to be seen
        (blog.root / f"output/theme/{number}.css").write_text(str(number))
    edit(blog, "C")
    process = blog.start("send", "s3://essays", "http://127.0.0.1:9", **environment)
    wait_for(lambda: [*(blog.root / ".output.astro/sent").glob("*/.sending")])
    process.kill()
    process.communicate()
    for expected in (sent[1], sent[0]):
        assert blog.run("rollback", "s3://essays", **environment)[0] == 0
        assert objects(client, "")["index.html"].decode() == expected
