package doorstep.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry in which anyone may have registered anything. */
public final class StubRegistry implements SchemaRegistry {
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private boolean down;

    /** Registers a schema without checking it. */
    public int put(Schema schema) {
        int id = 1_000 + schemas.size();
        schemas.put(id, schema);
        return id;
    }

    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    @Override
    public int register(String subject, Schema schema) {
        return put(schema);
    }

    @Override
    public Optional<Schema> find(int id) {
        if (down) {
            throw new RegistryUnavailableException("down", null);
        }
        return Optional.ofNullable(schemas.get(id));
    }
}
