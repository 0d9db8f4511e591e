// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import doorstep.api.ApiSettings;
import doorstep.tally.Period;
import doorstep.wire.BundledSchemas;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The figures of a cluster as the API has them, for every unit below all others. */
final class ApiFigures implements AutoCloseable {
    private final TestDashboard server;

    ApiFigures(StandaloneFixture machine, Path dir) {
        server = new TestDashboard(
                machine.config(), new BundledSchemas(), dir.resolve("dashboard"), ApiSettings.loopback(0));
    }

    /** By unit, over a range of dates. */
    Map<String, JsonNode> range(String topic, Period dates, String more) {
        return rows("/api/v1/" + topic + "?unit=*&reach=subtree&limit=10000&from=" + dates.first() + "&to="
                + dates.last() + more);
    }

    /** By unit, in a calendar month. */
    Map<String, JsonNode> month(String topic, String yearAndMonth, String more) {
        return rows("/api/v1/" + topic + "?unit=*&reach=subtree&limit=10000&window=MONTH&start=" + yearAndMonth + "-01"
                + more);
    }

    private Map<String, JsonNode> rows(String path) {
        Map<String, JsonNode> rows = new HashMap<>();
        JsonNode body = server.json(path);
        assertThat(body.path("next").isNull()).as("all rows of %s", path).isTrue();
        body.path("rows").forEach(row -> rows.put(row.path("unit").asText(), row));
        return rows;
    }

    @Override
    public void close() {
        server.close();
    }
}
