// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static java.util.stream.Collectors.toMap;

import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.table.View;
import doorstep.table.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewBuilder;
import org.apache.iceberg.view.ViewProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Views} in the catalog, over the tables as they are stored. Each view is written by itself and only if it
 * differs, so it does not matter where an exporter is killed, nor how many do this at once.
 */
final class CatalogViews {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogViews.class);

    private final Warehouse warehouse;

    CatalogViews(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** Creates views that are missing, and replaces those that differ from their definition. */
    void bringUpToDate() {
        List<Table> stored = Tables.all().stream()
                .flatMap(it -> warehouse.find(it.name()).map(table -> it.select(columns(table))).stream())
                .toList();
        Views.of(stored).forEach(this::bringUpToDate);
    }

    private static List<String> columns(org.apache.iceberg.Table table) {
        return table.schema().columns().stream().map(NestedField::name).toList();
    }

    private void bringUpToDate(View view) {
        Schema schema = IcebergSchema.of(view.columns());
        Map<String, String> queries = queries(view);
        Optional<org.apache.iceberg.view.View> former = warehouse.findView(view.name());
        if (former.filter(it -> is(it, view, schema, queries)).isPresent()) {
            return;
        }
        ViewBuilder builder = warehouse
                .buildView(view.name())
                .withSchema(schema)
                .withProperty(ViewProperties.COMMENT, view.comment())
                .withProperty(ViewProperties.REPLACE_DROP_DIALECT_ALLOWED, "true"); // those that others have added
        queries.forEach(builder::withQuery);
        try {
            builder.createOrReplace();
        } catch (AlreadyExistsException | CommitFailedException | NoSuchViewException e) {
            LOG.warn(
                    "view {} in {} is left as another program has made it, until the next export: {}",
                    view.name(),
                    warehouse,
                    e.getMessage());
        }
    }

    /** By dialect. Spark quotes names in another way, and has another name for a type. */
    private static Map<String, String> queries(View view) {
        return Map.of(
                "trino", view.sql(),
                "spark", view.sql().replace('"', '`').replace(" as double precision)", " as double)"));
    }

    private static boolean is(
            org.apache.iceberg.view.View stored, View view, Schema schema, Map<String, String> queries) {
        Map<String, String> found = stored.currentVersion().representations().stream()
                .filter(SQLViewRepresentation.class::isInstance)
                .map(SQLViewRepresentation.class::cast)
                .collect(toMap(SQLViewRepresentation::dialect, SQLViewRepresentation::sql, (first, second) -> first));
        return found.equals(queries)
                && stored.schema().sameSchema(schema)
                && view.comment().equals(stored.properties().get(ViewProperties.COMMENT))
                && Warehouse.NAME.equals(stored.currentVersion().defaultCatalog())
                && Warehouse.NAMESPACE.equals(stored.currentVersion().defaultNamespace());
    }
}
