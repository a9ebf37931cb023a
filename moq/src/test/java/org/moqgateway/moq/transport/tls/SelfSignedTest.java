package org.moqgateway.moq.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private Instant now = NOW;
    private final SelfSigned certificates =
            SelfSigned.forHosts(List.of("relay.example", "192.0.2.7"), () -> now);

    @Test
    void isWhatBrowsersAskOfPinnedCertificates() {
        X509Certificate certificate = certificates.get().certificate();
        assertThat(
                        ((ECPublicKey) certificate.getPublicKey())
                                .getParams()
                                .getCurve()
                                .getField()
                                .getFieldSize())
                .isEqualTo(256);
        Duration life =
                Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant());
        assertThat(life).isLessThan(Duration.ofDays(14)).isGreaterThan(Duration.ofDays(13));
        assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
    }

    @Test
    void bearsEveryNameAndAddress() throws Exception {
        List<String> names =
                certificates.get().certificate().getSubjectAlternativeNames().stream()
                        .map(name -> (String) name.get(1))
                        .toList();
        assertThat(names)
                .containsExactly(
                        "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "relay.example", "192.0.2.7");
    }

    @Test
    void staysTheSameUntilItIsRenewed() {
        TlsIdentity first = certificates.get();
        now = NOW.plus(Duration.ofDays(10));
        assertThat(certificates.get()).isSameAs(first);
        now = NOW.plus(Duration.ofDays(11));
        TlsIdentity second = certificates.get();
        assertThat(second).isNotSameAs(first);
        assertThat(second.certificate().getNotAfter().toInstant())
                .isAfter(now.plus(Duration.ofDays(13)));
        assertThat(Fingerprint.sha256(second.certificate()))
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(Fingerprint.sha256(first.certificate()));
    }
}
