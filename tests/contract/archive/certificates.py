"""Certificates for tests: an authority, a server's of `localhost`, and a person's."""

import datetime
import pathlib
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY: Final = datetime.timedelta(days=1)


class Authority:
    """An authority that vouches for names.

    Args:
        folder: Where its files go.
        name: What it is called.

    Attributes:
        file: Its certificate.
    """

    def __init__(self, folder: pathlib.Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.crt"
        basic = x509.BasicConstraints(ca=True, path_length=None)
        self._write(self.file, self._name, self._key, basic)

    def revoke(self, *certificates: pathlib.Path) -> pathlib.Path:
        """A list of certificates that are worth nothing any more, which may be none: a file."""
        now = datetime.datetime.now(datetime.UTC)
        made = x509.CertificateRevocationListBuilder(self._name, now - _DAY, now + _DAY)
        for file in certificates:
            number = x509.load_pem_x509_certificate(file.read_bytes()).serial_number
            one = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(now - _DAY).build()
            made = made.add_revoked_certificate(one)
        text = made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        path = self._folder / f"{self.file.stem}-{len(certificates)}.crl"
        path.write_bytes(text)
        return path

    def vouch_for(self, name: str, password: str = "") -> tuple[pathlib.Path, pathlib.Path]:
        """A certificate for a name, and its key, which a password may lock: two files."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        file = self._folder / f"{self.file.stem}-{name}.crt"
        self._write(file, subject, key, x509.SubjectAlternativeName([x509.DNSName(name)]))
        lock = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
        file.with_suffix(".key").write_bytes(text)
        return file, file.with_suffix(".key")

    def _write(
        self, file: pathlib.Path, subject: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
    ) -> None:
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder(self._name, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + _DAY)
            .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
            .sign(self._key, hashes.SHA256())
        )
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
