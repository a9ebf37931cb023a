package org.moqgateway.moq.token;

/// What a key may be used for (RFC 7517 §4.3). Others are of no use here and not kept.
enum KeyOperation {
    SIGN("sign"),
    VERIFY("verify");

    private final String jose;

    KeyOperation(String jose) {
        this.jose = jose;
    }

    /// Its name in `key_ops`.
    String jose() {
        return jose;
    }
}
