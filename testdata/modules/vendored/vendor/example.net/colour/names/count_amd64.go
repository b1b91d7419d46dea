package names

const Count = 2
