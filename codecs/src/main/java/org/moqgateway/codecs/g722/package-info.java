/// G.722 (ITU-T Rec. G.722) at 64 kbit/s, the wideband sound of telephones.
@NullMarked
package org.moqgateway.codecs.g722;

import org.jspecify.annotations.NullMarked;
