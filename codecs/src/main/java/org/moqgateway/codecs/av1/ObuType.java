package org.moqgateway.codecs.av1;

/// The types of open bitstream units (AV1 §6.2.2).
enum ObuType {
    SEQUENCE_HEADER,
    TEMPORAL_DELIMITER,
    FRAME_HEADER,
    TILE_GROUP,
    METADATA,
    FRAME,
    REDUNDANT_FRAME_HEADER,
    TILE_LIST,
    PADDING,
    /// What a decoder has to ignore.
    RESERVED;

    /// The type that the first byte of an OBU tells.
    static ObuType of(int header) {
        return switch ((header >> 3) & 0xf) {
            case 1 -> SEQUENCE_HEADER;
            case 2 -> TEMPORAL_DELIMITER;
            case 3 -> FRAME_HEADER;
            case 4 -> TILE_GROUP;
            case 5 -> METADATA;
            case 6 -> FRAME;
            case 7 -> REDUNDANT_FRAME_HEADER;
            case 8 -> TILE_LIST;
            case 15 -> PADDING;
            default -> RESERVED;
        };
    }

    /// Whether it goes over RTP and into a stored temporal unit: delimiters and tile lists must
    /// not, and padding is for nobody.
    boolean carried() {
        return switch (this) {
            case TEMPORAL_DELIMITER, TILE_LIST, PADDING -> false;
            case SEQUENCE_HEADER,
                    FRAME_HEADER,
                    TILE_GROUP,
                    METADATA,
                    FRAME,
                    REDUNDANT_FRAME_HEADER,
                    RESERVED ->
                    true;
        };
    }
}
