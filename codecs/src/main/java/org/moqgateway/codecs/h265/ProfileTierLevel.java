package org.moqgateway.codecs.h265;

import java.util.Locale;
import org.moqgateway.codecs.nal.RbspReader;

/// Profile, tier and level of a bitstream (H.265 §7.3.3).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |PS |T| profile |       general_profile_compatibility_flag[0…31]
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                     |           48 bits of constraint flags …
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                     | general_level |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// @param profileSpace `general_profile_space`, 0 … 3
/// @param highTier `general_tier_flag`
/// @param profileIdc `general_profile_idc`, 0 … 31
/// @param compatibilityFlags 32 bits, the flag of profile 0 uppermost
/// @param constraintFlags 48 bits, `general_progressive_source_flag` uppermost
/// @param levelIdc thirty times the level, 0 … 255
public record ProfileTierLevel(
        int profileSpace,
        boolean highTier,
        int profileIdc,
        int compatibilityFlags,
        long constraintFlags,
        int levelIdc) {

    private static final int CONSTRAINT_BYTES = 6;

    /// Reads `profile_tier_level(1, maxSubLayers - 1)`.
    static ProfileTierLevel parse(RbspReader in, int maxSubLayers) {
        int profileSpace = (int) in.bits(2);
        boolean highTier = in.flag();
        int profileIdc = (int) in.bits(5);
        int compatibilityFlags = (int) in.bits(32);
        long constraintFlags = (in.bits(24) << 24) | in.bits(24);
        int levelIdc = (int) in.bits(8);
        skipSubLayers(in, maxSubLayers);
        return new ProfileTierLevel(
                profileSpace, highTier, profileIdc, compatibilityFlags, constraintFlags, levelIdc);
    }

    /// Two flags for each of eight layers but the highest, then what the flags announce.
    private static void skipSubLayers(RbspReader in, int maxSubLayers) {
        if (maxSubLayers == 1) {
            return;
        }
        int flags = (int) in.bits(16);
        for (int i = 0; i < maxSubLayers - 1; i++) {
            in.skip((flags >> (15 - 2 * i) & 1) != 0 ? 88 : 0);
            in.skip((flags >> (14 - 2 * i) & 1) != 0 ? 8 : 0);
        }
    }

    /// The codec string (ISO/IEC 14496-15 §E.3), such as `hev1.1.6.L93.B0`: profile space and
    /// profile, compatibility flags with their bits turned round, tier and level, constraint
    /// flags byte by byte without the zeros at the end.
    ///
    /// @param sampleEntry `hev1` or `hvc1`
    public String codecString(String sampleEntry) {
        StringBuilder text = new StringBuilder(sampleEntry).append('.');
        if (profileSpace > 0) {
            text.append((char) ('A' + profileSpace - 1));
        }
        text.append(profileIdc).append('.');
        text.append(hex(Integer.reverse(compatibilityFlags))).append('.');
        text.append(highTier ? 'H' : 'L').append(levelIdc);
        int zeroBytes = Math.min(Long.numberOfTrailingZeros(constraintFlags) / 8, CONSTRAINT_BYTES);
        for (int i = CONSTRAINT_BYTES - 1; i >= zeroBytes; i--) {
            text.append('.').append(hex((int) ((constraintFlags >> (8 * i)) & 0xff)));
        }
        return text.toString();
    }

    private static String hex(int value) {
        return Integer.toHexString(value).toUpperCase(Locale.ROOT);
    }
}
