package doorstep.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** An admin client that can be replaced by a new one under the hands of those who use it. Thread-safe. */
public final class SharedAdmin {
    private final Supplier<Admin> maker;
    private volatile Admin current;

    public SharedAdmin(Supplier<Admin> maker) {
        this.maker = maker;
        current = maker.get();
    }

    /** What stands for the one of the moment. */
    public Admin proxy() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (self, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(current, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Questions that are under way fail. */
    public synchronized void renew() {
        Admin old = current;
        current = maker.get();
        old.close(Duration.ZERO);
    }
}
