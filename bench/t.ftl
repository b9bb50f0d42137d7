name=${inventory_hostname}
ver=${version}
