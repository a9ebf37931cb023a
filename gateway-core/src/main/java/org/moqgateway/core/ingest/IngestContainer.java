package org.moqgateway.core.ingest;

import org.moqgateway.core.hang.Container;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.hang.LocContainer;
import org.moqgateway.moq.model.Frame;

/// How published frames are wrapped.
public enum IngestContainer {
    /// What every player of hang reads; see [LegacyContainer].
    LEGACY {
        @Override
        Container described() {
            return Container.LEGACY;
        }

        @Override
        Frame wrap(long timestampUs, byte[] codecBytes) {
            return LegacyContainer.encode(timestampUs, codecBytes);
        }
    },

    /// The container of the IETF's drafts; see [LocContainer].
    LOC {
        @Override
        Container described() {
            return Container.LOC;
        }

        @Override
        Frame wrap(long timestampUs, byte[] codecBytes) {
            return LocContainer.encode(timestampUs, codecBytes);
        }
    };

    /// What the catalog says.
    abstract Container described();

    /// A frame of the codec's bytes, which are copied.
    abstract Frame wrap(long timestampUs, byte[] codecBytes);
}
