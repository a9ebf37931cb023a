package org.moqgateway.moq.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateTrustTest {
    private final X509Certificate shown = SelfSigned.forHosts(List.of()).get().certificate();
    private final X509Certificate other = SelfSigned.forHosts(List.of()).get().certificate();

    private static void evaluate(TlsTrust trust, X509Certificate... chain) throws Exception {
        CertificateTrust.of(trust).checkServerTrusted(chain, "ECDHE_ECDSA");
    }

    private static TlsTrust pinned(X509Certificate certificate) {
        return new TlsTrust.Pinned(List.of(Fingerprint.sha256(certificate)));
    }

    @Test
    void believesThePinnedCertificateAlone() {
        assertThatCode(() -> evaluate(pinned(shown), shown)).doesNotThrowAnyException();
        assertThatThrownBy(() -> evaluate(pinned(other), shown))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(Fingerprint.sha256(shown));
        assertThatThrownBy(() -> evaluate(pinned(other))).isInstanceOf(CertificateException.class);
    }

    @Test
    void aPinnedCertificateMustNotHaveExpired() {
        InstantSource past =
                InstantSource.offset(InstantSource.system(), Duration.ofDays(20).negated());
        X509Certificate old = SelfSigned.forHosts(List.of(), past).get().certificate();
        assertThatThrownBy(() -> evaluate(pinned(old), old))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void believesWhatItsRootsVouchFor() {
        TlsTrust roots = new TlsTrust.CustomRoots(List.of(shown));
        assertThatCode(() -> evaluate(roots, shown)).doesNotThrowAnyException();
        assertThatThrownBy(() -> evaluate(roots, other)).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> evaluate(new TlsTrust.SystemRoots(), shown))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void believesAnythingWhenToldTo() {
        assertThatCode(() -> evaluate(new TlsTrust.Anything(), other)).doesNotThrowAnyException();
    }

    @Test
    void comparesNamesUnlessTheCertificateItselfIsKnown() {
        assertThat(CertificateTrust.bindsNames(new TlsTrust.SystemRoots())).isTrue();
        assertThat(CertificateTrust.bindsNames(new TlsTrust.CustomRoots(List.of()))).isTrue();
        assertThat(CertificateTrust.bindsNames(pinned(shown))).isFalse();
        assertThat(CertificateTrust.bindsNames(new TlsTrust.Anything())).isFalse();
    }
}
