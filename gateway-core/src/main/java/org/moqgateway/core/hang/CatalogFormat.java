package org.moqgateway.core.hang;

import java.util.ArrayList;
import java.util.List;

/// The tracks on which a broadcast tells what it offers. A publisher serves one of them or all.
enum CatalogFormat {
    /// JSON of the hang draft.
    HANG(Catalog.TRACK_NAME) {
        @Override
        CatalogDecoder newDecoder() {
            return new HangCatalogDecoder(false);
        }
    },

    /// The same, compressed.
    HANG_COMPRESSED(Catalog.COMPRESSED_TRACK_NAME) {
        @Override
        CatalogDecoder newDecoder() {
            return new HangCatalogDecoder(true);
        }
    },

    /// JSON of the MSF draft.
    MSF(Catalog.MSF_TRACK_NAME) {
        @Override
        CatalogDecoder newDecoder() {
            return MsfCatalogReader::read;
        }
    };

    private static final String MSF_SUFFIX = ".msf";

    private final String trackName;

    CatalogFormat(String trackName) {
        this.trackName = trackName;
    }

    String trackName() {
        return trackName;
    }

    /// A decoder of the track's frames.
    abstract CatalogDecoder newDecoder();

    /// In which order they are looked for: MSF first when the broadcast's name says so, as
    /// upstream has it.
    static List<CatalogFormat> preferred(String path) {
        List<CatalogFormat> formats = new ArrayList<>(List.of(values()));
        if (path.endsWith(MSF_SUFFIX)) {
            formats.remove(MSF);
            formats.addFirst(MSF);
        }
        return formats;
    }
}
