package ha.agents.filesystem;

class XfsTest extends FilesystemContract {
  XfsTest() {
    super("xfs");
  }
}
