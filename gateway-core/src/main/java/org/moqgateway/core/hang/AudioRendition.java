package org.moqgateway.core.hang;

/// One way to get the audio (draft-lcurley-moq-hang, Audio; WebCodecs AudioDecoderConfig).
///
/// @param common what video has too
/// @param sampleRate Hz
/// @param numberOfChannels channels
public record AudioRendition(RenditionCommon common, int sampleRate, int numberOfChannels) {
    /// With other common fields.
    public AudioRendition withCommon(RenditionCommon newCommon) {
        return new AudioRendition(newCommon, sampleRate, numberOfChannels);
    }
}
