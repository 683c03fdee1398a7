"""Cases, playbooks, actions and apologies: putting it right."""
