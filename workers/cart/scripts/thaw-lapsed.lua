if status == "placing" then thaw() end
