"""Custom components: widgets that users and other packages bring."""
