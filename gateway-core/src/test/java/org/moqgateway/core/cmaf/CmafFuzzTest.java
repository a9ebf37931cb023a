package org.moqgateway.core.cmaf;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes are read without an exception and without leaving them; set `JAZZER_FUZZ=1` to
/// search for new ones.
class CmafFuzzTest {
    private final CmafFragmentReader reader =
            new CmafFragmentReader(
                    CmafInit.parse(Mp4File.read(Mp4File.AVC_3_SAMPLES).init()).orElseThrow());

    @FuzzTest
    void takesAnyInitializationSegment(byte[] input) {
        CmafInit.parse(input)
                .flatMap(CmafInit::description)
                .ifPresent(
                        description -> {
                            if (description.length > input.length) {
                                throw new AssertionError("more than there was");
                            }
                        });
    }

    @FuzzTest
    void takesAnyFragment(byte[] input) {
        reader.read(
                input,
                (timestampUs, offset, length, _) -> {
                    if (timestampUs < 0
                            || offset < 0
                            || length < 1
                            || length > input.length - offset) {
                        throw new AssertionError("beyond the payload");
                    }
                });
    }
}
