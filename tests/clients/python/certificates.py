"""Authorities and certificates for tests, made by openssl itself."""
import pathlib
import subprocess
import tempfile


class Certificates:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-ca-"))

    def path(self, name, kind="pem"):
        return str(self.folder / f"{name}.{kind}")

    def pem(self, name):
        return pathlib.Path(self.path(name)).read_text()

    def run(self, *words, data=None):
        done = subprocess.run(["openssl", *words], capture_output=True, text=True, input=data, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def make(self, name, issuer=None, *, authority=False, key="ec", names=None, usage="clientAuth", dates=None, digest="sha256",
             more=()):
        """Makes NAME.pem and NAME.key; without an issuer it signs itself."""
        if key == "ec":
            self.run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.path(name, "key"))
        else:
            self.run("genrsa", "-out", self.path(name, "key"), key)
        extensions = [
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign" if authority
            else "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature",
            "subjectKeyIdentifier=hash",
        ]
        if not authority and usage:
            extensions.append(f"extendedKeyUsage={usage}")
        if names:
            extensions.append("subjectAltName=" + ",".join(f"DNS:{one}" for one in names))
        pathlib.Path(self.path(name, "ext")).write_text("\n".join([*extensions, *more]) + "\n")
        self.run("req", "-new", "-key", self.path(name, "key"), "-subj", f"/C=US/O=Example/CN={names[0] if names else name}",
                 "-out", self.path(name, "csr"))
        signer = ["-signkey", self.path(name, "key")] if issuer is None else [
            "-CA", self.path(issuer), "-CAkey", self.path(issuer, "key"), "-CAcreateserial"]
        if dates is None:
            self.run("x509", "-req", "-in", self.path(name, "csr"), *signer, "-days", "30", f"-{digest}",
                     "-extfile", self.path(name, "ext"), "-out", self.path(name))
        else:
            self.backdate(name, issuer, dates, digest)
        return name

    def backdate(self, name, issuer, dates, digest):
        """openssl x509 has no start date; openssl ca has."""
        for file in ("index.txt", "index.txt.attr"):
            (self.folder / file).write_text("")
        (self.folder / "serial").write_text("1000\n")
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\npolicy=p\n[p]\n"
            "countryName=optional\norganizationName=optional\ncommonName=supplied\n")
        self.run("ca", "-batch", "-config", "ca.cnf", "-md", digest, "-cert", self.path(issuer), "-keyfile", self.path(issuer, "key"),
                 "-in", self.path(name, "csr"), "-startdate", dates[0], "-enddate", dates[1], "-notext",
                 "-extfile", self.path(name, "ext"), "-out", self.path(name))
