package org.moqgateway.codecs.h265;

/// What the samples of a picture mean (H.265 §E.3.1; code points of ITU-T H.273).
///
/// @param primaries `colour_primaries`, 1 for BT.709, 9 for BT.2020, 2 when unspecified
/// @param transfer `transfer_characteristics`, 1 for BT.709, 16 for PQ, 18 for HLG
/// @param matrix `matrix_coeffs`, 1 for BT.709, 9 for BT.2020
/// @param fullRange whether samples use every value
public record ColourDescription(int primaries, int transfer, int matrix, boolean fullRange) {}
