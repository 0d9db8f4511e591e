// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.config.AppConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaServerTest {
    @Test
    void shouldNameTheRegistryThatIsConfiguredAndStartNone() {
        try (SchemaServer server =
                SchemaServer.of(AppConfig.of(Map.of("schema.registry.url", "http://127.0.0.1:1/")), 0)) {
            assertThat(server.url()).hasToString("http://127.0.0.1:1/");
            assertThat(server.own()).isEmpty();
        }
    }
}
