"""Pages and API over HTTP. Routes are thin: they ask a service and render what it gives."""
