/// Dialling, tried with dialers that answer, refuse or stay silent.
@NullMarked
package org.moqgateway.moq.client;

import org.jspecify.annotations.NullMarked;
