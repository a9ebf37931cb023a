package org.moqgateway.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Keeps the reference honest: vectors of RFC 3711 appendix B.3, RFC 7714 §16.1.1 and §17.1.
class ReferenceSrtpTest {

    private static final byte[] MASTER_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] MASTER_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");
    private static final byte[] GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] GCM_SALT = hex("517569642070726f2071756f");

    @Test
    void derivesTheSessionKeysOfRfc3711() {
        assertThat(ReferenceSrtp.derive(MASTER_KEY, MASTER_SALT, ReferenceSrtp.LABEL_RTP_KEY, 16))
                .isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(ReferenceSrtp.derive(MASTER_KEY, MASTER_SALT, ReferenceSrtp.LABEL_RTP_SALT, 14))
                .isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(ReferenceSrtp.derive(MASTER_KEY, MASTER_SALT, ReferenceSrtp.LABEL_RTP_AUTH, 20))
                .isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void sealsTheRtpPacketOfRfc7714() {
        byte[] packet =
                hex(
                        "8040f17b8041f8d35501a0b2"
                            + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573");
        assertThat(ReferenceSrtp.gcmRtp(GCM_KEY, GCM_SALT, 0xf17b, packet))
                .isEqualTo(
                        hex(
                                "8040f17b8041f8d35501a0b2"
                                    + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                                    + "899d7f27beb16a9152cf765ee4390cce"));
    }

    @Test
    void sealsTheRtcpPacketOfRfc7714() {
        byte[] packet =
                hex(
                        "81c8000d4d617273"
                                + "4e5450314e545032525450200000042a0000e9304c756e61"
                                + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
        assertThat(ReferenceSrtp.gcmRtcp(GCM_KEY, GCM_SALT, 0x5d4, packet))
                .isEqualTo(
                        hex(
                                "81c8000d4d617273"
                                    + "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b46"
                                    + "86303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
