"""Sending a site to a branch of a bare git repository."""

import signal
import subprocess
import time

import pytest
from astro.deploy import branch
from astro.deploy.plan import target_of
from astro.staging import RefusedError
from conftest import timed
from places import edit, git, style_of


def tree(repository, branch="gh-pages"):
    """The paths and contents of a branch as git knows them."""
    return git("ls-tree", "-r", branch, cwd=repository)


def test_a_branch_gets_commits(blog, repository):
    """A commit a sending, also from a second machine; CNAME stays, the sources' branch is safe, kills leave no half."""
    to = f"git:{repository}"
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    at = "http://127.0.0.1:9"
    assert blog.run("send", to, at, **environment)[0] == 0
    assert ".nojekyll" in tree(repository)
    work = blog.root / "elsewhere"
    git("clone", "-q", "-b", "gh-pages", repository, work)
    (work / "CNAME").write_text("essays.example.org\n")
    git("add", "CNAME", cwd=work)
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Name", cwd=work)
    git("push", "-q", cwd=work)
    done, seconds = timed(lambda: blog.run("send", to, at, **environment))
    assert done[0] == 0
    first = tree(repository)
    assert "CNAME" in first
    blog.show("second")
    trees = {first}
    ends = set()
    for moment in range(4):
        process = blog.start("send", to, at, **environment)
        time.sleep(seconds * (0.25 + moment / 6))
        process.kill()
        process.communicate()
        ends.add(process.returncode)
        trees.add(tree(repository))
        (blog.root / ".git/refs/heads/astro-sends-gh-pages.lock").unlink(missing_ok=True)
    assert blog.run("send", to, at, **environment)[0] == 0
    second = tree(repository)
    assert -signal.SIGKILL in ends
    assert trees <= {first, second}
    assert "new/index.html" in second
    assert "CNAME" in second
    git("fsck", "--strict", cwd=repository)
    assert blog.run("rollback", to, **environment)[0] == 0
    assert tree(repository) == first
    git("pull", "-q", cwd=work)
    (work / "CNAME").write_text("www.example.org\n")
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qam", "Back to another name", cwd=work)
    git("push", "-q", cwd=work)
    code, _, said = blog.run("rollback", to, **environment)  # the name is no release, and what was left stays left
    assert (code, "has no release before the last" in said) == (1, True)
    assert blog.run("send", to, at, **environment)[0] == 0
    assert blog.run("rollback", to, **environment)[0] == 0
    assert git("show", "gh-pages:CNAME", cwd=repository) == "www.example.org\n"
    assert [line for line in tree(repository).splitlines() if "CNAME" not in line] == [
        line for line in first.splitlines() if "CNAME" not in line
    ]
    code, _, said = blog.run("send", f"{to}#main", at, **environment)
    assert (code, "holds the sources of the blog" in said) == (1, True)


def test_a_blog_in_a_folder_of_its_repository(blog, repository):
    """What git says of a folder alone is not what a branch holds."""
    to, environment = f"git:{repository}", {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    (blog.root / "blog").mkdir()
    for name in ("output", "pelicanconf.py"):
        (blog.root / name).rename(blog.root / "blog" / name)
    root, blog.root = blog.root, blog.root / "blog"
    sent = []
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", to, **environment)[0] == 0
        sent.append(tree(repository))
    assert blog.run("rollback", to, **environment)[0] == 0
    assert tree(repository) == sent[0]
    git("add", "-A", ".", cwd=root)
    git("commit", "-qm", "In a folder", cwd=root)
    branch = git("symbolic-ref", "--short", "HEAD", cwd=root).strip()
    code, _, said = blog.run("send", f"{to}#{branch}", **environment)
    assert (code, "holds the sources of the blog" in said) == (1, True)


def test_nobodys_commits_are_lost(blog, repository):
    """The blog itself at a remote branch is no place for the site; a local branch may hold what was not pushed."""
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    main = git("symbolic-ref", "--short", "HEAD", cwd=blog.root).strip()
    git("push", "-q", repository, main, cwd=blog.root)
    git("checkout", "-q", "-b", "work", cwd=blog.root)
    git("branch", "-q", "-D", main, cwd=blog.root)
    before = tree(repository, main)
    code, _, said = blog.run("send", f"git:{repository}#{main}", **environment)
    assert (code, "holds something that is no site of astro's" in said) == (1, True)
    assert tree(repository, main) == before
    git("push", "-q", repository, "work:refs/heads/old/gh-pages", cwd=blog.root)
    assert blog.run("send", f"git:{repository}", **environment)[0] == 0  # of another name, for all they share
    git("branch", "notes", cwd=blog.root)
    tip = git("rev-parse", "notes", cwd=blog.root)
    for _ in range(2):
        blog.run("send", f"git:{repository}#notes", **environment)
        assert git("rev-parse", "notes", cwd=blog.root) == tip


def named(repository, work, name):
    """Somebody gives the site of a branch a name, by hand."""
    git("clone", "-q", "-b", "gh-pages", repository, work)
    (work / "CNAME").write_text(name)
    git("add", "CNAME", cwd=work)
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Name", cwd=work)
    git("push", "-q", cwd=work)


def test_what_was_pushed_meanwhile_is_not_lost(blog, repository, tmp_path, monkeypatch):
    to = f"git:{repository}"
    assert blog.run("send", to, "http://127.0.0.1:9")[0] == 0
    edit(blog, "two")
    monkeypatch.chdir(blog.root)
    with pytest.raises(RefusedError, match="the last release is still public"):
        branch.send(
            target_of(to), blog.root / "output", "a" * 64, lambda _: named(repository, tmp_path / "work", "a.org")
        )
    assert git("show", "gh-pages:CNAME", cwd=repository) == "a.org"


def test_a_name_that_the_site_was_given_since_stays_when_it_goes_back(blog, repository, tmp_path):
    to = f"git:{repository}"
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", to, "http://127.0.0.1:9")[0] == 0
    named(repository, tmp_path / "work", "a.org")
    assert blog.run("rollback", to)[0] == 0
    assert git("show", "gh-pages:CNAME", cwd=repository) == "a.org"
    assert git("show", "gh-pages:index.html", cwd=repository).endswith("<!-- one -->")


def test_a_commit_that_was_left_is_not_gone_back_to(blog, repository):
    to, environment = f"git:{repository}", {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    trees = []
    for words in ("one", "two", "three"):
        edit(blog, words)
        assert blog.run("send", to, **environment)[0] == 0
        trees.append(tree(repository))
    for expected in (trees[1], trees[0]):
        assert blog.run("rollback", to, **environment)[0] == 0
        assert tree(repository) == expected
    assert blog.run("rollback", to, **environment)[0] == 1


def test_a_branch_that_was_pushed_by_hand_is_sent_on(blog, repository):
    """As `git push --all` does it: what a remote of git's has of it is older than what is public."""
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    git("remote", "add", "origin", repository, cwd=blog.root)
    assert blog.run("send", "git:origin", **environment)[0] == 0
    git("push", "-q", "--all", "origin", cwd=blog.root)
    for words in ("two", "three"):
        edit(blog, words)
        code, _, said = blog.run("send", "git:origin", **environment)
        assert code == 0, said


def test_a_branch_is_taken_back_by_whomever(blog, repository, tmp_path):
    for key in ("user.name", "user.email"):
        git("config", "--unset", key, cwd=blog.root)
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0", "HOME": str(tmp_path), "EMAIL": "", "GIT_CONFIG_NOSYSTEM": "1"}
    git("config", "user.useConfigOnly", "true", cwd=blog.root)
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", f"git:{repository}", **environment)[0] == 0
    assert blog.run("rollback", f"git:{repository}", **environment)[::2] == (0, "")


def test_a_name_of_the_sites_own_comes_first(blog, repository):
    """A CNAME in content/extra is newer than the one on the branch."""
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    for name in ("old.example.org", "new.example.org"):
        (blog.root / "output/CNAME").write_text(name)
        edit(blog, name)
        assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    assert git("show", "gh-pages:CNAME", cwd=repository) == "new.example.org"


def test_nothing_is_taken_off_from_a_folder_of_a_repository(blog, repository):
    """The branch has the site at its root, wherever in a repository the blog stands."""
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    blog.show("second")
    (blog.root / "content/published.json").unlink()
    (blog.root / "blog").mkdir()
    for name in ("output", "content"):
        (blog.root / name).rename(blog.root / "blog" / name)
    blog.root = blog.root / "blog"
    code, _, said = blog.run("send", to, "http://127.0.0.1:9", **environment)
    assert (code, "he/sand-and-stars" in said) == (1, True), said


def test_what_could_not_be_pushed_is_no_hindrance(blog, repository):
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    hook = repository / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    edit(blog, "refused")
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 1
    hook.unlink()
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0


def test_what_a_branch_began_with_is_no_site(blog, repository):
    to, environment = f"git:{repository}#site", {"GIT_TERMINAL_PROMPT": "0"}
    git("checkout", "-q", "--orphan", "site", cwd=blog.root)
    git("rm", "-q", "--cached", "-r", ".", cwd=blog.root)
    (blog.root / "README.md").write_text("x")
    git("add", "README.md", cwd=blog.root)
    git("commit", "-qm", "Begin", cwd=blog.root)
    git("push", "-q", repository, "site", cwd=blog.root)
    git("checkout", "-qf", "main", cwd=blog.root)
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    code, _, said = blog.run("rollback", to, **environment)
    assert (code, "no release before" in said) == (1, True), said


def test_a_branch_keeps_what_open_pages_have(blog, repository):
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    kept = style_of(blog.root / "output")
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    blog.show("second")
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    names = git("ls-tree", "-r", "--name-only", "gh-pages", cwd=repository).splitlines()
    assert {kept, style_of(blog.root / "output")} < {*names}


def test_git_says_why_it_sends_nothing(blog, repository):
    hook = repository / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    code, _, said = blog.run("send", f"git:{repository}", "http://127.0.0.1:9", GIT_TERMINAL_PROMPT="0")
    assert (code, "pre-receive hook declined" in said) == (1, True), said


def test_no_name_of_a_branch_leads_out_of_the_site(blog, repository):
    """A tree that no git makes may hold `..`, and neither a push nor a fetch looks at that."""
    to, nowhere = f"git:{repository}", "http://127.0.0.1:9"
    assert blog.run("send", to, nowhere)[0] == 0

    def written(*entries):
        raw = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(digest) for mode, name, digest in entries)
        words = ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
        return subprocess.run(words, input=raw, cwd=repository, check=True, capture_output=True).stdout.decode().strip()

    (blog.root / "words").write_text("stranger")
    entry = ("100644", "written", git("hash-object", "-w", blog.root / "words", cwd=repository).strip())
    for name in ("plugins", "..", "..", "..", "theme"):
        entry = ("40000", name, written(entry))
    listed = [line.split() for line in git("ls-tree", "gh-pages", cwd=repository).splitlines()]
    others = [(mode.lstrip("0"), name, digest) for mode, _, digest, name in listed if name != "theme"]
    root = written(*sorted([*others, entry], key=lambda each: each[1]))
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    commit = git(*who, "commit-tree", root, "-p", "gh-pages", "-m", "Of a stranger", cwd=repository).strip()
    git("update-ref", "refs/heads/gh-pages", commit, cwd=repository)
    edit(blog, "two")
    code, _, said = blog.run("send", to, nowhere)
    assert (code, "with the name 'theme/../../../plugins/written', which no site has" in said) == (1, True)
    assert not [*blog.root.rglob("written")]


def test_what_a_commit_says_leads_back_to_no_branch(blog, repository):
    """`Back to` and a name that is the commit itself would lead in a circle."""
    to = f"git:{repository}"
    assert blog.run("send", to, "http://127.0.0.1:9")[0] == 0
    first = tree(repository)
    edit(blog, "two")
    assert blog.run("send", to, "http://127.0.0.1:9")[0] == 0
    work = blog.root / "elsewhere"
    git("clone", "-q", "-b", "gh-pages", repository, work)
    words = ("commit", "-q", "--allow-empty", "-m", "Back to astro-sends-gh-pages")
    git("-c", "user.name=T", "-c", "user.email=t@example.org", *words, cwd=work)
    git("push", "-q", cwd=work)
    assert blog.run("rollback", to)[0] == 0
    assert tree(repository) == first
