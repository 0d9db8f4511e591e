// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** An admin client that can be replaced while others are using it. Thread-safe. */
public final class SharedAdmin {
    private final Supplier<Admin> maker;
    private volatile Admin current;

    public SharedAdmin(Supplier<Admin> maker) {
        this.maker = maker;
        current = maker.get();
    }

    /** A proxy that delegates each call to the current client. */
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

    /** Replaces the client. Requests in progress fail. */
    public synchronized void renew() {
        Admin old = current;
        current = maker.get();
        old.close(Duration.ZERO);
    }
}
