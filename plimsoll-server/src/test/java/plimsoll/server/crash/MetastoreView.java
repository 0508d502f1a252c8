package plimsoll.server.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore;

/** A metastore some of whose calls do something else. */
final class MetastoreView {
  private MetastoreView() {}

  /** What a call does. */
  interface Call {
    @Nullable Object run(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  static Metastore of(Metastore metastore, Call call) {
    return (Metastore)
        Proxy.newProxyInstance(
            Metastore.class.getClassLoader(),
            new Class<?>[] {Metastore.class},
            (proxy, method, arguments) -> {
              try {
                return call.run(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
