/// The laws of the house, and the proof that each can fail.
@NullMarked
package org.moqgateway.architecture;

import org.jspecify.annotations.NullMarked;
