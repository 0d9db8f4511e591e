// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.ExportException;
import doorstep.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;

/** Tables in a directory, and the catalog that knows the current state of each. */
final class Warehouse implements AutoCloseable {
    /** Name of the catalog and of the namespace, which readers must use too. */
    static final String NAME = "doorstep";

    /** Holds the catalog, if there is no other database. */
    static final String CATALOG_FILE = "catalog.db";

    static final Namespace NAMESPACE = Namespace.of(NAME);
    private static final String LOCK_TIMEOUT_MS = "30000";
    private static final String SCRATCH = "scratch-";

    /**
     * Row groups of 32 MB before compression: several tables are written at the same time, and each holds one in memory.
     * Each commit leaves a file with the state of the table; older ones are of use to nobody.
     */
    private static final Map<String, String> PROPERTIES = Map.of(
            TableProperties.FORMAT_VERSION, "2",
            TableProperties.PARQUET_COMPRESSION, "zstd",
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, String.valueOf(32 << 20),
            TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
            TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");

    private final JdbcCatalog catalog;
    private final Path directory;
    private final LocalFileIO files = new LocalFileIO();
    private Path scratch;

    private Warehouse(JdbcCatalog catalog, Path directory) {
        this.catalog = catalog;
        this.directory = directory;
    }

    /** A catalog whose files are of this machine. */
    static JdbcCatalog catalog() {
        return new JdbcCatalog(properties -> new LocalFileIO(), null, true);
    }

    /**
     * Opens a warehouse; creates it if there is none.
     *
     * @param catalog not initialized yet
     * @param database JDBC address of the catalog's database; empty: a file in the directory
     * @param connection properties of connections to it, such as {@code user}
     */
    static Warehouse open(
            JdbcCatalog catalog, Path directory, Optional<String> database, Map<String, String> connection) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ExportException("cannot create " + directory + ": " + e.getMessage(), e);
        }
        Map<String, String> properties = new HashMap<>(Map.of(
                CatalogProperties.URI,
                database.orElse("jdbc:sqlite:" + directory.toAbsolutePath().resolve(CATALOG_FILE)),
                CatalogProperties.WAREHOUSE_LOCATION,
                LocalFileIO.location(directory),
                JdbcCatalog.PROPERTY_PREFIX + "schema-version",
                "V1"));
        if (database.isEmpty()) {
            properties.put(JdbcCatalog.PROPERTY_PREFIX + "busy_timeout", LOCK_TIMEOUT_MS);
        }
        connection.forEach((name, value) -> properties.put(JdbcCatalog.PROPERTY_PREFIX + name, value));
        catalog.initialize(NAME, properties);
        if (!catalog.namespaceExists(NAMESPACE)) {
            try {
                catalog.createNamespace(NAMESPACE, Map.of());
            } catch (AlreadyExistsException e) {
                // by another exporter, which is as good
            }
        }
        return new Warehouse(catalog, directory);
    }

    /** Names of all tables. */
    List<String> tables() {
        return catalog.listTables(NAMESPACE).stream()
                .map(TableIdentifier::name)
                .sorted()
                .toList();
    }

    /** The table as it is now. */
    Optional<org.apache.iceberg.Table> find(String name) {
        try {
            return Optional.of(catalog.loadTable(identifier(name)));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** The table as it is now. */
    org.apache.iceberg.Table require(String name) {
        return find(name)
                .orElseThrow(() -> new ExportException("there is no table " + name + " in " + this
                        + " any more, which an export has begun to write. Restore it, or export to another directory"));
    }

    /** The table as it is now, with all columns of its definition; creates it if there is none. */
    org.apache.iceberg.Table open(Table definition) {
        org.apache.iceberg.Table table = find(definition.name()).orElseGet(() -> create(definition));
        IcebergSchema.evolve(table, definition);
        return table;
    }

    private org.apache.iceberg.Table create(Table definition) {
        Map<String, String> properties = new HashMap<>(PROPERTIES);
        properties.put("comment", definition.comment());
        TableIdentifier identifier = identifier(definition.name());
        try {
            return catalog.createTable(
                    identifier, IcebergSchema.of(definition), PartitionSpec.unpartitioned(), properties);
        } catch (AlreadyExistsException e) {
            return catalog.loadTable(identifier); // another exporter created it meanwhile
        }
    }

    /** The view as it is now. */
    Optional<View> findView(String name) {
        try {
            return Optional.of(catalog.loadView(identifier(name)));
        } catch (NoSuchViewException e) {
            return Optional.empty();
        }
    }

    /** For a view whose query names tables and views of this namespace alone. Trino needs the name of the catalog, too. */
    ViewBuilder buildView(String name) {
        return catalog.buildView(identifier(name)).withDefaultCatalog(NAME).withDefaultNamespace(NAMESPACE);
    }

    /** A directory for files that are needed meanwhile; {@link #close} removes it. Each exporter has its own. */
    Path scratch() {
        try {
            if (scratch == null) {
                scratch = Files.createTempDirectory(directory, SCRATCH);
            }
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what killed exporters left of theirs; younger ones may be in use. */
    void removeOldScratch(Instant last) {
        FileTime before = FileTime.from(last);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, SCRATCH + "*")) {
            for (Path old : found) {
                if (Files.getLastModifiedTime(old).compareTo(before) < 0) {
                    delete(old);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path scratch) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }

    /** Deletes a file that no table names. */
    void delete(String location) {
        files.deleteFile(location);
    }

    /** Does something, and says where it was if that fails. */
    <T> T explain(Supplier<T> action) {
        try {
            return action.get();
        } catch (ExportException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ExportException("cannot use the Iceberg tables in " + this + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private static TableIdentifier identifier(String table) {
        return TableIdentifier.of(NAMESPACE, table);
    }

    @Override
    public void close() {
        catalog.close();
        if (scratch != null) {
            try {
                delete(scratch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
