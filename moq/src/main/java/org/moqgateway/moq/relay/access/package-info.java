/// Who may publish and who may read: tokens, public prefixes, or everyone. Knows no HTTP and no
/// session but what it grants to them.
@NullMarked
package org.moqgateway.moq.relay.access;

import org.jspecify.annotations.NullMarked;
