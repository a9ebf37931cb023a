/// Tests of the model.
@NullMarked
package org.moqgateway.moq.model;

import org.jspecify.annotations.NullMarked;
