package ha.agents.filesystem;

class Ext4Test extends FilesystemContract {
  Ext4Test() {
    super("ext4");
  }
}
