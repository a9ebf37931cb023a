package org.moqgateway.core.hang;

/// What reading a catalog gave.
public sealed interface CatalogResult {
    /// A catalog.
    record Read(Catalog catalog) implements CatalogResult {}

    /// Bytes that are none.
    ///
    /// @param detail what is wrong and where, for people
    record Malformed(String detail) implements CatalogResult {}
}
