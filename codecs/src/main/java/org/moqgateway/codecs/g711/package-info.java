/// G.711 (ITU-T Rec. G.711), the sound of every telephone: PCMU and PCMA of RFC 3551.
@NullMarked
package org.moqgateway.codecs.g711;

import org.jspecify.annotations.NullMarked;
