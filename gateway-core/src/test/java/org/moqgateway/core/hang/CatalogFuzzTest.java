package org.moqgateway.core.hang;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes are read without an exception, and what was read can be written and read again; set
/// `JAZZER_FUZZ=1` to search for new ones.
class CatalogFuzzTest {
    private static final ContainerReader LOC =
            ContainerReader.of(RenditionCommon.of("vp8").withContainer(Container.LOC))
                    .orElseThrow();

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

    @FuzzTest
    void takesAnyLocFrame(byte[] input) {
        LOC.read(
                input,
                true,
                (timestampUs, offset, length, _) -> {
                    if (timestampUs < 0 || length < 1 || offset + length != input.length) {
                        throw new AssertionError("beyond the payload");
                    }
                });
    }

    @FuzzTest
    void readsAnyMsf(byte[] input) {
        if (MsfCatalogReader.read(input, 0) instanceof CatalogResult.Read(Catalog catalog)
                && !MsfCatalogReader.read(MsfCatalogWriter.write(catalog), 0)
                        .equals(new CatalogResult.Read(catalog))) {
            throw new AssertionError("reads otherwise what it wrote");
        }
    }

    @FuzzTest
    void inflatesAnything(byte[] input) {
        try (HangCatalogDecoder decoder = new HangCatalogDecoder(true)) {
            decoder.decode(input, 0);
            decoder.decode(input, 1);
        }
    }
}
