package org.moqgateway.core.hang;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes are read without an exception, and what was read can be written and read again; set
/// `JAZZER_FUZZ=1` to search for new ones.
class CatalogFuzzTest {
    @FuzzTest
    void readsAnything(byte[] input) {
        if (CatalogReader.read(input) instanceof CatalogResult.Read(Catalog catalog)
                && !CatalogReader.read(CatalogWriter.write(catalog))
                        .equals(new CatalogResult.Read(catalog))) {
            throw new AssertionError("reads otherwise what it wrote");
        }
    }

    @FuzzTest
    void takesAnyLegacyFrame(byte[] input) {
        if (LegacyContainer.codecOffset(input) > input.length) {
            throw new AssertionError("beyond the payload");
        }
    }
}
