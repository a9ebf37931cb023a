package org.moqgateway.core.hang;

import java.io.Serial;

/// Leaves the reader at the first field that is wrong; never leaves the package.
final class MalformedCatalogException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final String detail;

    MalformedCatalogException(String detail, Throwable cause) {
        super(detail, cause);
        this.detail = detail;
    }

    MalformedCatalogException(String detail) {
        super(detail);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
