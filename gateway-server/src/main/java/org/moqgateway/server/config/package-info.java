/// The settings: one table of keys, read from flags, environment and a YAML file into one record.
@NullMarked
package org.moqgateway.server.config;

import org.jspecify.annotations.NullMarked;
