"""SI-04: certificates of a real trust service, below an issuing authority that is not itself believed at the start."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from motions.pdf import sign
from motions.signing import authority as authorities
from motions.signing import identities, keys
from motions.signing.authority import Authority, Issued
from motions.signing.verdict import Verdict, context, verdict

from .keys_of_tests import NOW, appearance, folder, plain, setup

DAY = dt.timedelta(days=1)


def issued_below(root: Authority) -> Authority:
    """An authority whose certificate comes from another one."""
    made = Authority(NOW, name="Ausstellende Stelle")
    above, own = root.root, made.root
    builder = authorities._builder(
        own.certificate.subject, above.certificate.subject, own.key, NOW, NOW + 999 * DAY
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(authorities._usage(signs_certificates=True), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()), critical=False
    )
    made.root = Issued(builder.sign(above.key, hashes.SHA256()), own.key)
    return made


class Service:
    """Two authorities, the Siegel of the second one, and the folder that names them."""

    def __init__(self, where: Path) -> None:
        self.where, self.root = where, Authority(NOW, name="Wurzel")
        self.issuing = issued_below(self.root)
        self.seal = self.issuing.issue("Stadt Hückeswagen", is_seal=True)
        (where / "root.pem").write_bytes(self.root.root.as_pem())
        (where / "ca.pem").write_bytes(self.issuing.root.as_pem())
        (where / "siegel.pem").write_bytes(self.seal.as_pem())
        for name in ("root.pem", "root.crl", "time_stamps.p12"):
            (where / f"stamps-{name}").write_bytes((folder() / name).read_bytes())
        stamps = (folder() / "secrets.toml").read_text().split("[time_stamps]")[1].split("[")[0]
        stamps = stamps.replace("time_stamps.p12", "stamps-time_stamps.p12")
        secrets = f'[siegel]\npkcs12 = "siegel.p12"\npassphrase = "x"\n[time_stamps]{stamps}'
        (where / identities.SECRETS_FILE).write_text(secrets)
        self.list_revoked()

    def list_revoked(self) -> None:
        """The lists of both as they are now."""
        (self.where / "root.crl").write_bytes(self.root.revocations(now=NOW))
        (self.where / "ca.crl").write_bytes(self.issuing.revocations(now=NOW))

    def known(self, *chain: str) -> identities.Setup:
        """What is set up, with this chain."""
        named = ", ".join(f'"{name}"' for name in chain)
        (self.where / identities.FILE).write_text(
            f'is_demo = true\nroots = ["root.pem", "stamps-root.pem"]\nchain = [{named}]\n'
            'revocations = ["root.crl", "ca.crl", "stamps-root.crl"]\n'
            '[identity.siegel]\nlabel = "Siegel"\nkind = "seal"\ncertificate = "siegel.pem"\n'
        )
        return identities.load(self.where)

    def sealed(self, known: identities.Setup, *, level: str = "B-B", has_chain: bool = False) -> bytes:
        """A document with the Siegel; the key file holds the chain or does not."""
        chain = (self.issuing.root.certificate,) if has_chain else ()
        (self.where / "siegel.p12").write_bytes(self.seal.as_pkcs12("x", chain=chain))
        identity = known.seal()
        assert identity is not None
        with keys.opened(identity, known) as key:
            is_archived = level == "B-LTA"
            return sign.sign(
                plain(),
                sign.Act("signature-1", "Siegel", "Siegel", appearance()),
                key,
                time_stamper=keys.time_stamper(known) if is_archived else None,
                archived_with=context(known, now=dt.datetime.now(dt.UTC)) if is_archived else None,
            )


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    setup()
    monkeypatch.setenv(identities.SECRETS, str(tmp_path / identities.SECRETS_FILE))
    return Service(tmp_path)


def judged(data: bytes, known: identities.Setup) -> Verdict:
    return verdict(data, known, now=dt.datetime.now(dt.UTC))


def test_si04_a_seal_below_an_issuing_authority_proves_itself(service: Service) -> None:
    data = service.sealed(service.known("ca.pem"), level="B-LTA")
    for known in (service.known("ca.pem"), service.known()):
        found = judged(data, known)
        assert (found.problem, [len(row.path) for row in found.signers]) == ("", [2])
        assert found.archived_until


def test_si04_the_chain_beside_the_key_goes_into_the_signature(service: Service) -> None:
    known = service.known()
    assert judged(service.sealed(known, has_chain=True), known).problem == ""
    without = service.sealed(known)
    assert judged(without, known).problem == (
        "Das Zertifikat der Unterschrift stammt von keiner Stelle, der die Stadt vertraut."
    )
    assert judged(without, service.known("ca.pem")).problem == ""


def test_si04_an_issuing_authority_that_was_revoked_vouches_for_nothing(service: Service) -> None:
    data = service.sealed(service.known("ca.pem"))
    service.root.revoked.append(service.issuing.root.certificate)
    service.list_revoked()
    assert judged(data, service.known("ca.pem")).problem == (
        "Die Stelle, die das Zertifikat der Unterschrift ausgestellt hat, wurde widerrufen."
    )
