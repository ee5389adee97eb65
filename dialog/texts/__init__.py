"""The publication text: three phases use it, communicators hold it in turn with the civil servants."""
