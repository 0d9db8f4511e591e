// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts of server-sent events. */
final class ChangeMessage {
    private static final String RETRY_MILLIS = "2000";

    private ChangeMessage() {}

    /** The first of a stream: no event, but a client that comes back names this id. */
    static byte[] hello(String id) {
        return bytes("retry: " + RETRY_MILLIS + "\nid: " + id + "\n\n");
    }

    /** No event either; keeps connections open and ids fresh. */
    static byte[] heartbeat(String id) {
        return bytes("id: " + id + "\n\n");
    }

    /** What the client knows is out of date, and what changed is not known: it has to ask again for all it shows. */
    static byte[] reset(String id) {
        return event(id, "reset", "{}\n");
    }

    static byte[] changes(String id, Collection<ChangedCell> changed) {
        Map<List<String>, List<String>> windows = new LinkedHashMap<>();
        changed.forEach(cell -> windows.computeIfAbsent(List.of(cell.topic(), cell.unit()), it -> new ArrayList<>())
                .add(cell.window()));
        List<Map<String, Object>> cells = new ArrayList<>();
        windows.forEach((place, kinds) -> {
            Map<String, Object> cell = new LinkedHashMap<>();
            cell.put("topic", place.get(0));
            cell.put("unit", place.get(1));
            cell.put("windows", kinds);
            cells.add(cell);
        });
        return event(id, "changes", new String(ResponseSender.json(Map.of("cells", cells)), StandardCharsets.UTF_8));
    }

    /** @param data one line, with its end */
    private static byte[] event(String id, String name, String data) {
        return bytes("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
