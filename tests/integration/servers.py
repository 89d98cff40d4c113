#!/usr/bin/env python3
"""Imports typed tables from a PostgreSQL and a MariaDB server of its own and compares every cell.

Usage: servers.py PATH_OF_XOW [--window PATH_OF_TST_IMPORTDATABASE] [postgresql|mariadb …]
Each server runs as an unprivileged user on a free port with its files in a temporary folder, and goes afterwards. A
server that isn't installed is skipped with a message, and so is PostgreSQL's ODBC driver; with --window each server is
asked through the window's dialog, too. Exit 77 when none is there, 1 on a difference.
"""
import glob
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

USER = "nobody" if hasattr(os, "getuid") and os.getuid() == 0 else None
PASSWORD = "geheim-4711"

ROWS = 1000
WINDOW = ""  # the program of the window's database tests


def values(i):
    """One row: (customer, nps, verbatim, exact amount, double, moment in UTC, local moment, day, yes-no)."""
    return ("c%03d" % (i % 90), i % 11 if i % 9 else None,
            None if i % 4 == 0 else "等了 %d 分钟，\"还行\"; it's ok\\n" % i,
            "%d.%06d" % (10 ** 6 + i, i), i / 7.0,
            "2026-03-%02d %02d:30:15.25" % (1 + i % 28, i % 24), "2026-01-%02d 08:%02d:00" % (1 + i % 31, i % 60),
            "2026-02-%02d" % (1 + i % 28), None if i % 10 == 3 else i % 2 == 0)


def quoted(text):
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def as_user(command, **more):
    extra = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if USER else {}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8", HOME="/tmp"), **extra, **more)


def program(name):
    places = [shutil.which(name)] + sorted(glob.glob("/usr/lib/postgresql/*/bin/" + name)) + [
        place for place in ("/usr/sbin/" + name,) if os.path.exists(place)]
    return next((place for place in reversed(places) if place), None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Check:
    def __init__(self):
        self.compared = 0
        self.wrong = []

    def equal(self, what, expected, got):
        self.compared += 1
        if expected != got:
            self.wrong.append("%s: expected %r, got %r" % (what, expected, got))


def xow(*arguments, code=0, password=PASSWORD):
    env = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC")
    env.pop("XOW_DB_PASSWORD", None)
    if password is not None:
        env["XOW_DB_PASSWORD"] = password
    done = subprocess.run([XOW, *arguments, "--json"], capture_output=True, text=True, env=env, stdin=subprocess.DEVNULL,
                          timeout=120)
    if done.returncode != code:
        raise SystemExit("%s: exit %d\n%s" % (" ".join(arguments), done.returncode, done.stderr))
    return json.loads(done.stdout) if code == 0 else done.stderr


def near(a, b):
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-12 * max(1, abs(b)))


def compare_cells(check, name, project, zoned_truth):
    """The rows of "answers" in a project, every cell."""
    got = xow("sql", project, "SELECT id, customer, nps, verbatim, exact, fraction, happened, naive, day, yes FROM "
              "answers ORDER BY CAST(id AS INTEGER)")["rows"]
    check.equal(name + " rows in the project", ROWS, len(got))
    for i, row in enumerate(got):
        customer, nps, verbatim, exact, fraction, happened, naive, day, yes = values(i)
        where = "%s row %d " % (name, i)
        check.equal(where + "customer", customer, row[1])
        check.equal(where + "nps", nps, row[2])
        check.equal(where + "verbatim", verbatim.strip() if verbatim else None, row[3].strip() if row[3] else None)
        check.equal(where + "exact", float(exact), float(row[4]))
        check.equal(where + "fraction", True, near(row[5], fraction))
        # through ODBC a moment comes without its zone, in that of the session
        hour = int(happened[11:13]) + (0 if name.startswith("odbc") else 8)  # Shanghai
        shifted = "%02d" % (hour % 24) + happened[13:19]
        check.equal(where + "moment", shifted, row[6][11:19])
        check.equal(where + "naive", naive.replace(" ", "T"), row[7][:19])
        check.equal(where + "day", day, row[8][:10])
        check.equal(where + "yes", None if yes is None else zoned_truth[yes], row[9] if row[9] is None else str(row[9]))


def odbc(check, folder, port):
    """The same server through unixODBC, where the driver is installed."""
    listed = subprocess.run(["odbcinst", "-q", "-d"], capture_output=True, text=True).stdout if shutil.which("odbcinst") else ""
    if "[PostgreSQL Unicode]" not in listed:
        print("ODBC driver of PostgreSQL is not installed: skipped")
        return
    url = "odbc:Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=%s;Database=postgres;UID=analyst" % port
    tables = {table["name"]: table["view"] for table in xow("tables", "--from", url)["tables"]}
    check.equal("odbc tables", {"answers": False, "happy": True, "odd name": False},
                {key: tables.get(key) for key in ("answers", "happy", "odd name")})
    project = os.path.join(folder, "odbc.xow")
    report = xow("import", project, "--from", url, "--table", "answers", "--kind", "answers", "--create", "--timezone",
                 "Asia/Shanghai", "--set", "customer=customer", "--set", "nps=nps", "--set", "verbatim=text")
    check.equal("odbc rows", (ROWS, ROWS), (report["rows_read"], report["rows_imported"]))
    compare_cells(check, "odbc", project, {True: "1", False: "0"})
    check.equal("odbc query", 90, xow("import", project, "--from", url, "--select",
                                      "SELECT customer, count(*) AS answers FROM answers GROUP BY customer", "--kind",
                                      "customers", "--name", "counts")["rows_imported"])
    for statement in ("DELETE FROM answers", "SELECT 1; DROP TABLE answers"):
        xow("import", project, "--from", url, "--select", statement, "--kind", "customers", "--name", "gone", code=1)
    # begins like a query and is none; this driver knows no "read only": nothing of it stays
    subprocess.run([XOW, "import", project, "--from", url, "--select", "WITH gone AS (DELETE FROM answers RETURNING "
                    "customer) SELECT customer FROM gone", "--kind", "customers", "--name", "gone"],
                   env=dict(os.environ, XOW_DB_PASSWORD=PASSWORD), capture_output=True, timeout=120)
    check.equal("odbc wrong password", True, PASSWORD not in xow("tables", "--from", url, code=1, password="wrong"))
    check.equal("odbc still there", ROWS, xow("import", os.path.join(folder, "odbc2.xow"), "--from", url, "--table",
                                              "answers", "--kind", "answers", "--create")["rows_imported"])
    with open(project, "rb") as file:
        content = file.read()
    check.equal("odbc keeps neither user nor password", False, PASSWORD.encode() in content or b"analyst" in content)


def window(check, name, url):
    """The same server through the window's dialog, by the program of the window's tests."""
    if not WINDOW:
        return
    env = dict(os.environ, XOW_TEST_DATABASE=url, XOW_DB_PASSWORD=PASSWORD, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
    done = subprocess.run([WINDOW, "server", "serverSelect"], capture_output=True, text=True, env=env, timeout=300)
    said = "" if done.returncode == 0 else "\n".join(line for line in done.stdout.split("\n") if not line.startswith("QWARN"))
    check.equal(name + " in the window", (0, ""), (done.returncode, said[-3000:]))
    check.equal(name + " in the window, skipped", False, "SKIP" in done.stdout)


def compare(check, name, url, folder, zoned_truth):
    """What both servers hold: the table "answers", a view "happy", a table "odd name"."""
    tables = {table["name"]: table["view"] for table in xow("tables", "--from", url)["tables"]}
    check.equal(name + " tables", {"answers": False, "happy": True, "odd name": False},
                {key: tables.get(key) for key in ("answers", "happy", "odd name")})
    seen = xow("inspect", "--from", url, "--table", "answers")
    check.equal(name + " bytes are left out", False, "photo" in [column["name"] for column in seen["columns"]])
    project = os.path.join(folder, name + ".xow")
    report = xow("import", project, "--from", url, "--table", "answers", "--kind", "answers", "--create", "--timezone",
                 "Asia/Shanghai", "--set", "customer=customer", "--set", "nps=nps", "--set", "verbatim=text")
    check.equal(name + " rows", (ROWS, ROWS), (report["rows_read"], report["rows_imported"]))
    compare_cells(check, name, project, zoned_truth)
    best = xow("import", project, "--from", url, "--select",
               "SELECT customer, count(*) AS answers FROM answers GROUP BY customer ORDER BY customer", "--kind",
               "customers", "--name", "counts", "--set", "customer=customer", "--save-recipe", "monthly")
    check.equal(name + " rows of the query", 90, best["rows_imported"])
    check.equal(name + " odd name", 1, xow("import", project, "--from", url, "--table", "odd name", "--kind", "customers",
                                            "--name", "odd")["rows_read"])
    for statement in ("DELETE FROM answers", "SELECT 1; DROP TABLE answers", "SELECT 1) AS x; DROP TABLE answers; --"):
        xow("import", project, "--from", url, "--select", statement, "--kind", "answers", code=1)
    xow("import", project, "--from", url, "--table", "nowhere", "--kind", "answers", code=1)
    check.equal(name + " wrong password", True, PASSWORD not in xow("tables", "--from", url, code=1, password="wrong"))
    check.equal(name + " still there", ROWS, xow("import", os.path.join(folder, name + "2.xow"), "--from", url, "--table",
                                                 "answers", "--kind", "answers", "--create")["rows_imported"])
    with open(project, "rb") as file:
        content = file.read()
    check.equal(name + " keeps neither user nor password", False, PASSWORD.encode() in content or b"analyst" in content)
    check.equal(name + " keeps the address", True, url.replace("analyst@", "").encode() in content)


def postgresql(check, folder):
    initdb, pg_ctl, psql = program("initdb"), program("pg_ctl"), program("psql")
    if not (initdb and pg_ctl and psql):
        return False
    data, port = os.path.join(folder, "pg"), str(free_port())
    secret = os.path.join(folder, "secret")
    with open(secret, "w") as file:
        file.write(PASSWORD)
    os.chmod(secret, 0o644)
    as_user([initdb, "-D", data, "-U", "analyst", "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"])
    as_user([pg_ctl, "-D", data, "-w", "-l", os.path.join(data, "log"), "-o",
             "-p %s -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off" % (port, data), "start"],
            cwd=data)
    try:
        rows = ",\n".join("(%d, %s, %s, %s, %s, %r, '%s+00', '%s', '%s', %s, '\\x00ff')" % (
            i, quoted(v[0]), "NULL" if v[1] is None else v[1], quoted(v[2]), v[3], v[4], v[5], v[6], v[7],
            "NULL" if v[8] is None else str(v[8]).upper()) for i, v in ((i, values(i)) for i in range(ROWS)))
        script = """CREATE TABLE answers(id int PRIMARY KEY, customer text, nps smallint, verbatim text, exact numeric(30,8),
            fraction double precision, happened timestamptz, naive timestamp, day date, yes boolean, photo bytea);
            INSERT INTO answers VALUES %s;
            CREATE VIEW happy AS SELECT customer, nps FROM answers WHERE nps >= 9;
            CREATE TABLE "odd name"(customer text, "列" text); INSERT INTO "odd name" VALUES ('c001', 'x');
            CREATE SCHEMA crm; CREATE TABLE crm.orders(customer text); INSERT INTO crm.orders VALUES ('c002');""" % rows
        subprocess.run([psql, "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U", "analyst", "postgres"],
                       input=script, text=True, check=True, env=dict(os.environ, PGPASSWORD=PASSWORD), stdout=subprocess.DEVNULL)
        url = "postgresql://analyst@127.0.0.1:%s/postgres" % port
        compare(check, "postgresql", url, folder, {True: "TRUE", False: "FALSE"})
        odbc(check, folder, port)
        window(check, "postgresql", url)
        orders = xow("import", os.path.join(folder, "schema.xow"), "--from", url, "--table", "crm.orders", "--kind",
                     "customers", "--create")
        check.equal("postgresql table of a schema", ("orders", 1), (orders["dataset"], orders["rows_read"]))
    finally:
        as_user([pg_ctl, "-D", data, "-m", "immediate", "stop"], cwd=data)
    return True


def mariadb(check, folder):
    install, server, client = program("mariadb-install-db"), program("mariadbd"), program("mariadb")
    if not (install and server and client):
        return False
    data, port, sock = os.path.join(folder, "maria"), free_port(), os.path.join(folder, "maria.sock")
    as_user([install, "--no-defaults", "--datadir=" + data, "--auth-root-authentication-method=normal", "--skip-test-db"])
    extra = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if USER else {}
    process = subprocess.Popen([server, "--no-defaults", "--datadir=" + data, "--port=%d" % port, "--socket=" + sock,
                                "--bind-address=127.0.0.1", "--pid-file=" + os.path.join(data, "pid"),
                                "--innodb-flush-log-at-trx-commit=0"], cwd=data, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, **extra)
    run = [client, "--no-defaults", "-h", "127.0.0.1", "-P", str(port), "-u", "root", "--default-character-set=utf8mb4"]
    try:
        for _ in range(120):
            if subprocess.run(run + ["-e", "SELECT 1"], capture_output=True).returncode == 0:
                break
            time.sleep(0.5)
        def text(value):
            return "NULL" if value is None else "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
        rows = ",\n".join("(%d, %s, %s, %s, %s, %r, '%s', '%s', '%s', %s, x'00ff')" % (
            i, text(v[0]), "NULL" if v[1] is None else v[1], text(v[2]), v[3], v[4], v[5], v[6], v[7],
            "NULL" if v[8] is None else int(v[8])) for i, v in ((i, values(i)) for i in range(ROWS)))
        script = """CREATE DATABASE crm CHARACTER SET utf8mb4; USE crm; SET time_zone = '+00:00';
            CREATE TABLE answers(id int PRIMARY KEY, customer varchar(20), nps smallint, verbatim text, exact decimal(30,8),
            fraction double, happened timestamp(3) NULL, naive datetime, day date, yes boolean, photo blob);
            INSERT INTO answers VALUES %s;
            CREATE VIEW happy AS SELECT customer, nps FROM answers WHERE nps >= 9;
            CREATE TABLE `odd name`(customer varchar(20), `列` text); INSERT INTO `odd name` VALUES ('c001', 'x');
            CREATE USER analyst@'%%' IDENTIFIED BY '%s'; GRANT ALL ON crm.* TO analyst@'%%';""" % (rows, PASSWORD)
        subprocess.run(run, input=script, text=True, check=True, stdout=subprocess.DEVNULL)
        # MariaDB keeps BOOLEAN as a small number
        compare(check, "mariadb", "mysql://analyst@127.0.0.1:%d/crm" % port, folder, {True: "1", False: "0"})
        window(check, "mariadb", "mysql://analyst@127.0.0.1:%d/crm" % port)
    finally:
        process.terminate()
        process.wait(60)
    return True


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        sys.exit("usage: servers.py PATH_OF_XOW [postgresql|mariadb …]")
    XOW = os.path.abspath(sys.argv[1])
    if "--window" in sys.argv:
        at = sys.argv.index("--window")
        WINDOW = os.path.abspath(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    known = {"postgresql": postgresql, "mariadb": mariadb}
    done = 0
    checks = Check()
    for wanted in sys.argv[2:] or known:
        place = tempfile.mkdtemp(prefix="xow-servers-")
        os.chmod(place, 0o777)
        try:
            if known[wanted](checks, place):
                done += 1
            else:
                print("%s is not installed: skipped" % wanted)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    for line in checks.wrong[:20]:
        print(line)
    print("servers: %d of %d run, %d values compared, %d differ" % (done, len(sys.argv[2:] or known), checks.compared, len(checks.wrong)))
    sys.exit(77 if done == 0 else 1 if checks.wrong else 0)
